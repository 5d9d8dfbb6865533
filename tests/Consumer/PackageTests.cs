using Boternity.Skills;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Consumer;

/// <summary>
/// Uses the packed package as a stranger would: adds it, installs a skill from a directory, executes it.
/// </summary>
public sealed class PackageTests
{
    private string _root = "";

    [SetUp]
    public void SetUp()
    {
        _root = Directory.CreateTempSubdirectory("boternity-consumer-").FullName;
        string skill = Path.Combine(_root, "skills", "greeter");
        Directory.CreateDirectory(skill);
        File.WriteAllText(
            Path.Combine(skill, "SKILL.md"),
            "---\nname: greeter\ndescription: Greets whoever comes.\nmetadata:\n  skill-type: tool\n---\nGood day!\n");
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Package_InstallsAndExecutesASkill()
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = Path.Combine(_root, "store"))
            .AddDirectoryRegistry("local", Path.Combine(_root, "skills"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>().InstallAsync(
            SkillReference.Parse("greeter"));
        SkillExecutionResult result = await provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(skill, "hello");

        Assert.That(result.Output, Is.EqualTo("Good day!\n"));
        Assert.That(result.IsStub, Is.True);
    }

    [Test]
    public void Package_BringsItsEngineAlong() =>
        Assert.That(File.Exists(Path.Combine(AppContext.BaseDirectory, "Boternity.Skills.Wasm.dll")), Is.True);
}
