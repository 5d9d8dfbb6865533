using System.Diagnostics;
using Boternity.Skills.Compilation;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Compilation;

/// <summary>Tool skills that bring their source in place of a program.</summary>
public sealed class SourceSkillTests : IDisposable
{
    private const string Manifest = """
        ---
        name: probe
        description: Made of a source.
        metadata:
          skill-type: tool
        ---
        """;

    private readonly ScriptBench _bench = new(builder => builder.AddSkillSourceLanguage(_ => new Greeting()));

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Install_SkillWithASource_IsAnOrdinaryTool()
    {
        InstalledSkill skill = await InstallAsync("Hello, {}!");

        Assert.That((skill.WasmKind, skill.IsStub), Is.EqualTo((WasmBinaryKind.Component, false)));
        Assert.That(skill.Files.Select(file => file.Path), Does.Contain("skill.wasm").And.Contain("skill.greeting"));
        Assert.That(await ExecuteAsync(skill, "world"), Is.EqualTo("Hello, world!"));
        Assert.That(
            await ExecuteAsync(skill, "state"),
            Is.EqualTo("Hello, state!, initialised once, executed first, a quarter"));
        Assert.That(await ExecuteAsync(skill, "state"), Does.Contain("executed first"), "no run is left in the next");
    }

    [Test]
    public async Task Execute_SkillOfASource_ReachesItsHost() =>
        Assert.That(
            await ExecuteAsync(await InstallAsync("{host}{} runs as "), "it"), Is.EqualTo("{host}it runs as probe"));

    [Test]
    public async Task Compile_SameSource_GivesTheSameBytes()
    {
        string first = DigestOf(await InstallAsync("Hello, {}!"));

        Assert.That(DigestOf(await InstallAsync("Hello, {}!")), Is.EqualTo(first));
        Assert.That(DigestOf(await InstallAsync("Goodbye, {}!")), Is.Not.EqualTo(first));
    }

    [TestCase("nothing to fill in", "skill.greeting: there is no {}")]
    [TestCase("{trap}{}", "unreachable")]
    public async Task Install_SourceThatCannotBeRead_IsRefused(string source, string reason)
    {
        SkillCompilationException error = (await Assert.ThrowsAsync<SkillCompilationException>(
            () => InstallAsync(source)))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.CompilationSource));
        Assert.That(error.Message, Does.Contain(reason).And.Contain("'probe'"));
        Assert.That(await _bench.Get<ISkillStore>().FindAsync("probe"), Is.Null);
    }

    [Test]
    public async Task Install_SourceInALanguageThatTheHostHasNot_IsAStub()
    {
        InstalledSkill skill = await _bench.InstallAsync(("SKILL.md", Manifest), ("skill.other", "x"));

        Assert.That(skill.IsStub, Is.True);
    }

    [Test]
    public async Task Component_OfASource_RunsInAnotherRuntime()
    {
        string? tools = Environment.GetEnvironmentVariable("BOTERNITY_JCO");
        if (tools is null)
        {
            Assert.Ignore("Set BOTERNITY_JCO to a directory with @bytecodealliance/jco 1.35.0 in its node_modules.");
        }

        InstalledSkill skill = await InstallAsync("Hello, {}!");
        string script = Repository.PathOf("tests/fixtures/execute.mjs");
        using Process node = Process.Start(new ProcessStartInfo("node", [script, skill.WasmPath!, "world"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = tools,
        })!;

        Assert.That(await node.StandardOutput.ReadToEndAsync(), Is.EqualTo("Hello, world!\n"));
    }

    private static string DigestOf(InstalledSkill skill) =>
        skill.Files.Single(file => file.Path == SkillPackage.WasmFileName).Sha256;

    private Task<InstalledSkill> InstallAsync(string source) =>
        _bench.InstallAsync(("SKILL.md", Manifest), ("skill.greeting", source));

    private async Task<string> ExecuteAsync(InstalledSkill skill, string input) =>
        (await _bench.Executor.ExecuteAsync(skill, input)).Output;

    private sealed class Greeting : ISkillSourceLanguage
    {
        public string FileName => "skill.greeting";

        public ValueTask<WasmBinary> ReadTemplateAsync(CancellationToken cancellationToken = default) => new(
            new WasmBinary
            {
                Kind = WasmBinaryKind.Component,
                Bytes = File.ReadAllBytes(Repository.PathOf("tests/fixtures/wasm/source-template.wasm")),
            });
    }
}
