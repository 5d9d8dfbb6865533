using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Integrations.Tests.Readme;

public sealed partial class PackageReadmeTests
{
    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [TestCase("Boternity.Skills.Extensions.AI")]
    [TestCase("Boternity.Skills.Agents")]
    [TestCase("Boternity.Skills.Mcp")]
    public void Example_OfThePackage_IsThreeLinesThatAreCompiled(string package)
    {
        string[] shown = Lines(CodeBlock()
            .Match(File.ReadAllText(Repository.PathOf("src", package, "README.md")))
            .Groups["code"].Value);
        string source = File.ReadAllText(Repository.PathOf(
            "tests", "Boternity.Skills.Integrations.Tests", "Readme", "PackageReadmes.cs"));

        Assert.That(shown, Has.Length.EqualTo(3));
        Assert.That(
            shown, Is.EqualTo(Lines(source.Split($"// begin {package}\n")[1].Split($"// end {package}\n")[0])));
    }

    [Test]
    public async Task ExtensionsAI_Run_CallsTheSkill()
    {
        await using var bench = new SkillBench(builder => builder.AddAITools());
        await bench.InstallAllAsync();
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("text", ("input", "upper good morning")), new TextContent("GOOD MORNING"));
        using IChatClient chat = model.AsBuilder().UseFunctionInvocation().Build();

        Assert.That(await PackageReadmes.ExtensionsAIAsync(bench.Provider, chat), Does.EndWith("GOOD MORNING"));
        Assert.That(model.Results.Single()?.ToString(), Is.EqualTo("GOOD MORNING"));
    }

    [Test]
    public async Task Agents_Run_AsksBeforeItLoadsASkill()
    {
        await using var bench = new SkillBench();
        await bench.InstallAllAsync();
        using var model = new ScriptedChatClient(ScriptedChatClient.Call("load_skill", ("skillName", "notes")));

        Assert.That(await PackageReadmes.AgentsAsync(bench.Provider, model), Is.Empty);
        Assert.That(model.Requests[0].Options!.Tools!.Select(tool => tool.Name), Has.Member("load_skill"));
    }

    [Test]
    public async Task Mcp_Built_OffersTheSkills()
    {
        await using var bench = new SkillBench();
        await bench.InstallAllAsync();
        using IHost host = PackageReadmes.Mcp([], bench.StorePath);

        Assert.That(
            host.Services.GetRequiredService<IOptions<McpServerOptions>>().Value.ToolCollection!.PrimitiveNames,
            Is.SupersetOf((string[])["js", "text"]));
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
