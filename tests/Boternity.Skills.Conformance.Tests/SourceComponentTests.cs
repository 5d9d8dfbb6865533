using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>What is made of a source is a component like any other: each engine runs it.</summary>
internal sealed class SourceComponentTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Test]
    public async Task Execute_ComponentOfJavaScript_AnswersAndAsksTheHost(
        [Values(Engines.Managed, Engines.Wasmtime)] string engine)
    {
        if (!JavaScriptRuntime.IsIncluded)
        {
            Assert.Ignore("There is no interpreter. Build it with: bash build/runtimes/build.sh javascript");
        }

        string output = await InstallAndExecuteAsync(engine, "skill.js", """
            import { getContext } from "boternity:skill/host";
            const words = new Set(["a"]);
            export const execute = (input) => { words.add(input); return `${getContext().botName} ${[...words]}`; };
            """);

        Assert.That(output, Is.EqualTo("Marvin a,straße"));
    }

    [Test]
    public async Task Execute_ComponentOfPython_AnswersAndAsksTheHost(
        [Values(Engines.Managed, Engines.Wasmtime)] string engine)
    {
        if (!PythonRuntime.IsIncluded)
        {
            Assert.Ignore("There is no interpreter. Build it with: bash build/runtimes/build.sh python");
        }

        string output = await InstallAndExecuteAsync(engine, "skill.py", """
            import json
            words = ["a"]
            def execute(input):
                words.append(input)
                return json.dumps(words, ensure_ascii=False)
            """);

        Assert.That(output, Is.EqualTo("""["a", "straße"]"""));
    }

    private async Task<string> InstallAndExecuteAsync(string engine, string file, string source)
    {
        Engines.Get(engine);
        string folder = Directory.CreateDirectory(_home.PathOf("skills", "tool")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "SKILL.md"), """
            ---
            name: tool
            description: A tool of source.
            metadata:
              skill-type: tool
            ---
            Use it.
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, file), source);
        var services = new ServiceCollection();
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options =>
            {
                options.StorePath = _home.PathOf("store");
                options.CachePath = _home.PathOf("cache");
            })
            .AddDirectoryRegistry("local", _home.PathOf("skills"))
            .AddJavaScript()
            .AddPython();
        Engines.Use(builder, engine);
        await using ServiceProvider provider = services.BuildServiceProvider();
        InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>().InstallAsync(
            SkillReference.Parse("tool"));
        SkillExecutionResult result = await provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(
            skill, "straße", new SkillExecutionOptions { BotName = "Marvin" });
        Assert.That(result.Engine, Is.EqualTo(engine));
        return result.Output;
    }
}
