using System.Diagnostics;
using Boternity.Skills;
using Boternity.Skills.Extensions.AI;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using NUnit.Framework;

namespace Consumer;

/// <summary>Uses the packages that bring skills to agents, and the tool, as a stranger would.</summary>
public sealed class IntegrationPackagesTests
{
    private string _root = "";

    [SetUp]
    public void SetUp()
    {
        _root = Directory.CreateTempSubdirectory("boternity-consumer-").FullName;
        string skill = Path.Combine(_root, "skills", "notes");
        Directory.CreateDirectory(skill);
        File.WriteAllText(
            Path.Combine(skill, "SKILL.md"), "---\nname: notes\ndescription: Writes notes.\n---\nBe short.\n");
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Packages_OverOneStore_GiveTheSkill()
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = Path.Combine(_root, "store"))
            .AddDirectoryRegistry("local", Path.Combine(_root, "skills"))
            .AddAITools();
        services.AddMcpServer().WithInstalledSkills();
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse("notes"));

        AIFunction load = provider.GetRequiredService<SkillTools>().GetDisclosureTools().OfType<AIFunction>().First();
        object? text = await load.InvokeAsync(new AIFunctionArguments { ["skill_name"] = "notes" });
        using AgentSkillsProvider agent = new AgentSkillsProviderBuilder().UseInstalledSkills(provider).Build();

        Assert.That(text?.ToString(), Does.Contain("Be short."));
        Assert.That(agent, Is.Not.Null);
        Assert.That(
            provider.GetRequiredService<IOptions<McpServerOptions>>().Value.PromptCollection!.PrimitiveNames,
            Does.Contain("notes"));
    }

    [Test]
    public void Tool_InstalledFromItsPackage_MakesAndChecksASkill()
    {
        string packages = Path.GetFullPath(
            Path.Combine(TestContext.CurrentContext.TestDirectory, "../../../../..", "artifacts", "packages"));
        string tools = Path.Combine(_root, "tools");
        Run(
            "dotnet", "tool", "install", "Boternity.Skills.Tool", "--version", "0.1.0", "--tool-path", tools,
            "--add-source", packages);
        string boternity = Path.Combine(tools, OperatingSystem.IsWindows() ? "boternity.exe" : "boternity");

        Run(boternity, "new", "prompt", "shout");

        Assert.That(Run(boternity, "check", "shout"), Does.Contain("Nothing is wrong."));
        Assert.That(Run(boternity, "list", "--store", Path.Combine(_root, "store")), Is.Empty);
    }

    private string Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command)
        {
            WorkingDirectory = _root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // The tool is installed into a cache of its own, so that an earlier package is never taken for this one.
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_root, "packages");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, output + error.Result);
        return output;
    }
}
