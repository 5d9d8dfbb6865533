using System.Diagnostics;
using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>Tool skills that bring <c>skill.js</c> in place of a program.</summary>
public sealed class JavaScriptSkillTests
{
    private const string Manifest = """
        ---
        name: tool
        description: A tool in JavaScript.
        metadata:
          skill-type: tool
          capabilities: read_file
        ---
        """;

    private JavaScriptBench _bench = null!;

    [SetUp]
    public void CreateHost()
    {
        if (!JavaScriptSkillLanguage.IsIncluded)
        {
            Assert.Ignore("There is no component. Build it with: bash build/runtimes/build.sh javascript");
        }

        _bench = new JavaScriptBench();
    }

    [TearDown]
    public void DisposeHost() => _bench?.Dispose();

    [TestCase("export function execute(input) { return input.toUpperCase(); }", "straße", "STRASSE")]
    [TestCase("export const execute = async (input) => { await null; return `<${input}>`; };", "x", "<x>")]
    [TestCase("export const execute = (input) => ({ length: input.length });", "four", "{\"length\":4}")]
    [TestCase("export const execute = () => undefined;", "", "")]
    [TestCase("let runs = 0; export const execute = () => String(++runs);", "", "1")]
    [TestCase("const table = Array.from({ length: 5 }, (_, i) => i * i); export const execute = () => table;", "",
        "[0,1,4,9,16]")]
    [TestCase("import { getContext } from 'boternity:skill/host'; export const execute = () => getContext().skillName;",
        "", "tool")]
    [TestCase("import host from 'boternity:skill/host'; export const execute = () => host.getContext().skillName;",
        "", "tool")]
    public async Task Execute_Source_Answers(string source, string input, string output)
    {
        InstalledSkill skill = await InstallAsync(source);

        Assert.That(skill.WasmKind, Is.EqualTo(WasmBinaryKind.Component));
        for (int run = 0; run < 2; run++)
        {
            Assert.That((await _bench.Executor.ExecuteAsync(skill, input)).Output, Is.EqualTo(output));
        }
    }

    [TestCase("export const execute = () => { throw new Error('no good'); };", "Error: no good")]
    [TestCase("export const execute = () => { throw 'a text'; };", "a text")]
    [TestCase("export const execute = async () => { throw new TypeError('later'); };", "TypeError: later")]
    [TestCase("export const execute = () => new Promise(() => {});", "never settled")]
    [TestCase("import { readFile } from 'boternity:skill/host'; export const execute = () => readFile('/x');",
        "read_file not granted")]
    public async Task Execute_SourceThatThrows_Fails(string source, string error)
    {
        InstalledSkill skill = await InstallAsync(source);

        SkillFailedException failure = (await Assert.ThrowsAsync<SkillFailedException>(
            () => _bench.Executor.ExecuteAsync(skill, "")))!;

        Assert.That(failure.Error, Does.Contain(error));
    }

    [TestCase("export const execute = (", "SyntaxError")]
    [TestCase("export const other = 1;", "exports no function 'execute'")]
    [TestCase("import fs from 'fs'; export const execute = () => 1;", "there is no module 'fs'")]
    [TestCase("throw new Error('while loading'); export const execute = () => 1;", "while loading")]
    [TestCase("import { getContext } from 'boternity:skill/host'; getContext(); export const execute = () => 1;",
        "no identity")]
    public async Task Install_SourceThatCannotBeLoaded_IsRefused(string source, string error)
    {
        SkillCompilationException refused = (await Assert.ThrowsAsync<SkillCompilationException>(
            () => InstallAsync(source)))!;

        Assert.That(refused.Code, Is.EqualTo(SkillErrorCodes.CompilationSource));
        Assert.That(refused.Message, Does.Contain(error).And.Contain("skill.js"));
    }

    [Test]
    public async Task Compile_SameSource_GivesTheSameBytes()
    {
        const string Source = "const kept = new Map([[{}, 1]]); export const execute = (input) => input + kept.size;";

        string first = DigestOf(await InstallAsync(Source));
        string second = DigestOf(await InstallAsync(Source));
        string other = DigestOf(await InstallAsync(Source.Replace('1', '2')));

        Assert.That(second, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Component_OfASource_RunsInAnotherRuntime()
    {
        string? tools = Environment.GetEnvironmentVariable("BOTERNITY_JCO");
        if (tools is null)
        {
            Assert.Ignore("Set BOTERNITY_JCO to a directory with @bytecodealliance/jco 1.35.0 in its node_modules.");
        }

        InstalledSkill skill = await InstallAsync("""
            import { getContext } from "boternity:skill/host";
            const words = new Set(["a"]);
            export const execute = (input) => { words.add(input); return `${getContext().botName} ${[...words]}`; };
            """);
        string script = Repository.PathOf("tests/fixtures/execute.mjs");
        using Process node = Process.Start(new ProcessStartInfo("node", [script, skill.WasmPath!, "straße"])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            WorkingDirectory = tools,
        })!;

        Assert.That(await node.StandardOutput.ReadToEndAsync(), Is.EqualTo("b a,straße\n"));
    }

    [Test]
    public async Task Execute_RandomAndTime_AreTheRuns()
    {
        InstalledSkill skill = await InstallAsync(
            "const early = [Math.random(), Date.now()];\n"
                + "export const execute = () => JSON.stringify([early, Math.random(), Date.now()]);");

        string first = (await _bench.Executor.ExecuteAsync(skill, "")).Output;
        string second = (await _bench.Executor.ExecuteAsync(skill, "")).Output;

        Assert.That(first, Does.Match(@"^\[\[0\.\d+,0\],0\.\d+,1\d{12}\]$"));
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(second.Split(']')[0], Is.EqualTo(first.Split(']')[0]), "what was loaded is the same");
    }

    [Test]
    public async Task Execute_Console_IsTheLog()
    {
        InstalledSkill skill = await InstallAsync(
            "export const execute = () => { console.log('a', 1, { b: 2 }); console.error('c'); return ''; };");

        SkillExecutionResult result = await _bench.Executor.ExecuteAsync(skill, "");

        Assert.That(
            result.Log.Select(line => (line.Level, line.Message)),
            Is.EqualTo(new[] { ("info", "a 1 {\"b\":2}"), ("error", "c") }));
    }

    [TestCase("for (;;) { }", SkillLimitKind.Fuel)]
    [TestCase("for (const kept = []; ;) { kept.push(new Uint8Array(1 << 20).fill(1)); }", null)]
    [TestCase("const deeper = () => deeper() + 1; deeper();", null)]
    public async Task Execute_SourceOverALimit_IsStopped(string body, SkillLimitKind? limit)
    {
        InstalledSkill skill = await InstallAsync($"export function execute() {{ {body} }}");

        SkillExecutionException error = (await Assert.CatchAsync<SkillExecutionException>(
            () => _bench.Executor.ExecuteAsync(skill, "")))!;

        Assert.That((error as SkillLimitExceededException)?.Kind, Is.EqualTo(limit));
    }

    private static string DigestOf(InstalledSkill skill) =>
        skill.Files.Single(static file => file.Path == SkillPackage.WasmFileName).Sha256;

    private Task<InstalledSkill> InstallAsync(string source) => _bench.InstallAsync(
        "tool", [("SKILL.md", Manifest), ("skill.js", source)]);
}
