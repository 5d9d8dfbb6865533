using System.Diagnostics;
using Boternity.Skills;
using Boternity.Skills.Execution;
using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Wasmtime;
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
    public void Wasmtime_FromItsPackage_IsTheEngineOrSaysWhatIsMissing()
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills().UseWasmtime();
        using ServiceProvider provider = services.BuildServiceProvider();

        try
        {
            Assert.That(provider.GetRequiredService<IWasmEngine>().Name, Is.EqualTo("wasmtime"));
        }
        catch (WasmtimeUnavailableException error)
        {
            Assert.That(error.Message, Does.Contain("Wasmtime"));
        }
    }

    [Test]
    public void Tool_InstalledFromItsPackage_MakesAndChecksASkill()
    {
        string boternity = InstallTool();

        Run(boternity, "new", "prompt", "shout");

        Assert.That(Run(boternity, "check", "shout"), Does.Contain("Nothing is wrong."));
        Assert.That(Run(boternity, "list", "--store", Path.Combine(_root, "store")), Is.Empty);
    }

    [TestCase("js", "Boternity.Skills.Runtimes.JavaScript")]
    [TestCase("py", "Boternity.Skills.Runtimes.Python")]
    [TestCase("c", null)]
    [TestCase("rust", null)]
    public void Tool_OfANewcomer_MakesASkillThatRunsAtOnce(string language, string? runtime)
    {
        if (runtime is not null && !HasPackage(runtime))
        {
            Assert.Ignore($"{runtime} was not packed: build/runtimes/build.sh makes what it carries.");
        }

        string boternity = InstallTool();

        Run(boternity, "new", language, "shout");

        Assert.That(Run(boternity, "run", "shout", "--input", "hello"), Is.EqualTo("HELLO"));
    }

    [Test]
    public void FirstProgram_OfTheReadme_RunsFromThePackagesAlone()
    {
        if (!HasPackage("Boternity.Skills.Runtimes.JavaScript"))
        {
            Assert.Ignore("There is no package for JavaScript: build/runtimes/build.sh makes what it carries.");
        }

        string readme = File.ReadAllText(Path.Combine(Packages, "../../README.md"));
        string project = Path.Combine(_root, "first");
        string python = HasPackage("Boternity.Skills.Runtimes.Python")
            ? """<PackageReference Include="Boternity.Skills.Runtimes.Python" Version="0.1.0" />"""
            : "";
        Directory.CreateDirectory(project);
        File.WriteAllText(
            Path.Combine(project, "Program.cs"), readme.Split("```csharp\n")[1].Split("```")[0]);
        File.WriteAllText(Path.Combine(project, "first.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RestoreAdditionalProjectSources>{Packages}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Boternity.Skills" Version="0.1.0" />
                <PackageReference Include="Boternity.Skills.Runtimes.JavaScript" Version="0.1.0" />
                <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="10.0.15" />
                {python}
              </ItemGroup>
            </Project>
            """);

        Assert.That(Run("dotnet", "run", "--project", project), Does.Match("^4 words, [0-9]+ fuel$"));
    }

    private static string Packages { get; } = Path.GetFullPath(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "../../../../..", "artifacts", "packages"));

    private static bool HasPackage(string name) => File.Exists(Path.Combine(Packages, $"{name}.0.1.0.nupkg"));

    private string InstallTool()
    {
        string tools = Path.Combine(_root, "tools");
        Run(
            "dotnet", "tool", "install", "Boternity.Skills.Tool", "--version", "0.1.0", "--tool-path", tools,
            "--add-source", Packages);
        return Path.Combine(tools, OperatingSystem.IsWindows() ? "boternity.exe" : "boternity");
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
