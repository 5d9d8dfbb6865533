using Boternity.Skills.Dependencies;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>What a skill of a repository needs is found beside it, at its own commit, over a real server.</summary>
public sealed class GitHubDependencyTests
{
    private GitHubFixture _github = null!;
    private TemporaryDirectory _directory = null!;
    private ServiceProvider _provider = null!;

    [SetUp]
    public async Task StartServer()
    {
        _github = await GitHubFixture.StartAsync();
        _github.MaxCachedArchiveBytes = 1_000_000;
        _directory = new TemporaryDirectory();
        var services = new ServiceCollection();
        services
            .AddBoternitySkills(options => options.StorePath = _directory.PathOf("store"))
            .AddRegistry(_ => _github.Create(options => options.Repositories.Add("acme/more")));
        _provider = services.BuildServiceProvider();
    }

    [TearDown]
    public async Task StopServer()
    {
        await _provider.DisposeAsync();
        _directory.Dispose();
        await _github.DisposeAsync();
    }

    [Test]
    public async Task InstallAsync_DependencyOfAnOlderCommit_IsThatCommitsWithOneArchive()
    {
        string old = _github.Main.Commit(Skill("report", "1.0.0", "charts ^1"), Skill("charts", "1.2.0"));
        _github.Main.Commit(Skill("report", "2.0.0", "charts ^2"), Skill("charts", "2.0.0"));
        _github.Server.Repository("acme/more").Commit(Skill("other", "1.0.0"));

        await InstallAsync($"acme/skills/report#{old}");

        InstalledSkill charts = await _provider.GetRequiredService<ISkillStore>().GetAsync("charts");
        Assert.That((charts.Manifest.Version, charts.Source.Commit), Is.EqualTo(("1.2.0", old)));
        Assert.That(charts.IsDependency, Is.True);
        Assert.That(
            _github.Server.Paths.Count(path => path.StartsWith("archives", StringComparison.Ordinal)),
            Is.EqualTo(1),
            "What lies beside a skill is in the archive that was downloaded for it.");
    }

    [Test]
    public async Task InstallAsync_DependencyInAnotherRepository_IsFoundThere()
    {
        _github.Main.Commit(Skill("report", "1.0.0", "acme/more@charts >=1"));
        _github.Server.Repository("acme/more").Commit(Skill("charts", "1.0.0"));

        await InstallAsync("report");

        Assert.That(
            (await _provider.GetRequiredService<ISkillStore>().GetAsync("charts")).Source.Repository,
            Is.EqualTo("acme/more"));
    }

    [Test]
    public async Task InstallAsync_RepositoryOfADependencyIsDown_InstallsNothing()
    {
        _github.Main.Commit(Skill("report", "1.0.0", "acme/gone@charts"));
        _github.Server.Repository("acme/more").Commit(Skill("other", "1.0.0"));

        SkillException? error = await Assert.ThrowsAsync<SkillDependencyException>(() => InstallAsync("report"));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyMissing));
        Assert.That((await _provider.GetRequiredService<ISkillStore>().ListAsync()).Skills, Is.Empty);
    }

    [Test]
    public async Task InstallAsync_ArchiveOfADependencyFails_InstallsNothing()
    {
        _github.Main.Commit(Skill("report", "1.0.0", "acme/more@charts"));
        _github.Server.Repository("acme/more").Commit(_ => [1, 2, 3]);

        Assert.That(async () => await InstallAsync("report"), Throws.InstanceOf<SkillException>());

        Assert.That((await _provider.GetRequiredService<ISkillStore>().ListAsync()).Skills, Is.Empty);
    }

    private Task<InstalledSkill> InstallAsync(string reference) =>
        _provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse(reference));

    private static (string Path, string Content) Skill(string name, string version, string? needs = null) => (
        $"{name}/SKILL.md",
        $"---\nname: {name}\ndescription: d\nmetadata:\n  version: \"{version}\"\n"
            + (needs is null ? "" : $"  dependencies: {needs}\n") + "---\nText.\n");
}
