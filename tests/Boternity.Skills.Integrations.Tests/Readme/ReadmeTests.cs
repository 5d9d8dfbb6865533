using Boternity.Skills.Integrations.Tests.Tool;
using Boternity.Skills.Runtimes.JavaScript;

namespace Boternity.Skills.Integrations.Tests.Readme;

/// <summary>What the README shows, run.</summary>
public sealed class ReadmeTests
{
    [Test]
    public async Task FirstProgram_RunTwice_CountsWords()
    {
        if (!JavaScriptSkillLanguage.IsIncluded)
        {
            Assert.Ignore("There is no JavaScript in this build; build/runtimes/build.sh javascript makes it.");
        }

        using var directory = new TemporaryDirectory();
        string assembly = ToolProcess.Built("samples/FirstProgram", "FirstProgram.dll");
        foreach (int _ in Enumerable.Range(0, 2))
        {
            (int code, string output, string error) = await ToolProcess.RunAssemblyAsync(
                assembly, directory.Root, null);

            Assert.That(code, Is.Zero, error);
            Assert.That(output, Does.Match("^4 words, [0-9]+ fuel$"));
        }
    }

    [Test]
    public async Task Agent_OfTheReadme_IsThreeLinesAndAsksBeforeItLoadsASkill()
    {
        string readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"));
        string source = await File.ReadAllTextAsync(Repository.PathOf(
            "tests/Boternity.Skills.Integrations.Tests/Readme/PackageReadmes.cs"));
        string[] lines = [.. source.Split("// begin README\n")[1].Split("// end README\n")[0].Trim().Split('\n')
            .Select(line => line.Trim())];
        await using var bench = new SkillBench();
        await bench.InstallAllAsync();
        using var model = new ScriptedChatClient(ScriptedChatClient.Call("load_skill", ("skillName", "text")));

        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(readme, Does.Contain($"```csharp\n{string.Join('\n', lines)}\n```"));
        Assert.That(await PackageReadmes.ReadmeAsync(bench.Provider, model), Is.Empty);
        Assert.That(model.Requests[0].Options!.Tools!.Select(tool => tool.Name), Has.Member("load_skill"));
    }
}
