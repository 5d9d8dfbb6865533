using System.Diagnostics;
using Boternity.Skills.Storage;
using Boternity.Skills.Tests.Manifests;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>
/// Every skill of the real repositories, found and installed through a host's own services from the test's server.
/// </summary>
public sealed class GitHubInstallCorpusTests
{
    private const int MostRequests = 10;
    private const int MostRepositories = 3;

    private static readonly string[] Reasons =
    [
        SkillErrorCodes.ManifestInvalid, SkillErrorCodes.PackageLimit, SkillErrorCodes.PackagePath,
    ];

    [Test]
    public async Task InstallAsync_AllSkillsOfTheRealRepositories_TakesTenRequestsAndEachArchiveOnce()
    {
        SkillCorpus.RequireManifests();
        string[] clones = SkillCorpus.Clones().Take(MostRepositories).ToArray();
        using var directory = new TemporaryDirectory();
        await using GitHubServer server = await GitHubServer.StartAsync();
        foreach (string clone in clones)
        {
            server.Repository(NameOf(clone)).Commit(prefix => CorpusArchive.Pack(clone, prefix));
        }

        await using ServiceProvider services = Host(directory, server, clones);
        var installer = services.GetRequiredService<ISkillInstaller>();
        List<DiscoveredSkill> skills = await services.GetRequiredService<ISkillRegistry>()
            .ListAsync()
            .ToListAsync();

        var times = new StepTimes();
        SkillBatchResult first = await installer.InstallAsync(
            [.. skills.Select(skill => SkillReference.Parse(skill.Source.ToString()))], progress: times);
        List<SkillFailure> refused = [.. first.Failed];
        List<InstalledSkill> installed = [.. first.Installed];
        await InstallUnderOtherIdsAsync(installer, refused, installed);

        times.Write();
        Report(skills, installed, refused, server);
        Assert.That(skills, Has.Count.EqualTo(clones.Sum(clone => SkillCorpus.ManifestsOf(clone).Count)));
        Assert.That(installed.Count + refused.Count, Is.EqualTo(skills.Count));
        Assert.That(refused.Select(failure => failure.Error.Code), Is.SubsetOf(Reasons));
        Assert.That(server.Requests, Has.Count.LessThanOrEqualTo(MostRequests));
        Assert.That(
            server.Paths.Where(path => path.StartsWith("archives", StringComparison.Ordinal)).Distinct().Count(),
            Is.EqualTo(server.Paths.Count(path => path.StartsWith("archives", StringComparison.Ordinal))));
        Assert.That(
            (await services.GetRequiredService<ISkillStore>().ListAsync()).Skills, Has.Count.EqualTo(installed.Count));
    }

    // Of two skills with folders of one name the first has the id; a person gives the other one another.
    private static async Task InstallUnderOtherIdsAsync(
        ISkillInstaller installer, List<SkillFailure> refused, List<InstalledSkill> installed)
    {
        foreach (SkillFailure failure in refused.Where(failure => failure.Error is SkillConflictException).ToList())
        {
            var reference = SkillReference.Parse(failure.Skill);
            string id = $"{reference.Segments[^1]}-{installed.Count}";
            installed.Add(await installer.InstallAsync(reference, new SkillInstallOptions { SkillId = id }));
            refused.Remove(failure);
        }
    }

    private static ServiceProvider Host(TemporaryDirectory directory, GitHubServer server, string[] clones)
    {
        var services = new ServiceCollection();
        services
            .AddBoternitySkills(options =>
            {
                options.StorePath = directory.PathOf("store");
                options.CachePath = directory.PathOf("cache");
            })
            .AddGitHubRegistry("github", options =>
            {
                options.ApiBaseAddress = server.Api;
                Array.ForEach(clones, clone => options.Repositories.Add(NameOf(clone)));
            });
        return services.BuildServiceProvider();
    }

    private static void Report(
        List<DiscoveredSkill> skills, List<InstalledSkill> installed, List<SkillFailure> refused, GitHubServer server)
    {
        TestContext.Out.WriteLine(
            $"{skills.Count} found, {installed.Count} installed, {server.Requests.Count} requests");
        foreach (IGrouping<string, SkillFailure> group in refused.GroupBy(failure => failure.Error.Code))
        {
            TestContext.Out.WriteLine($"{group.Key}: {group.Count()}; {group.First().Error.Message}");
        }
    }

    private static string NameOf(string clone) => $"corpus/{Path.GetFileName(clone)}";

    // From the beginning of a step to whatever is told next.
    private sealed class StepTimes : IProgress<SkillInstallProgress>
    {
        private readonly Dictionary<SkillInstallStep, TimeSpan> _times = [];
        private SkillInstallStep _step;
        private long _since = Stopwatch.GetTimestamp();

        public void Report(SkillInstallProgress value)
        {
            _times[_step] = _times.GetValueOrDefault(_step) + Stopwatch.GetElapsedTime(_since);
            _step = value.Step;
            _since = Stopwatch.GetTimestamp();
        }

        public void Write() => TestContext.Out.WriteLine(
            string.Join(", ", _times.Select(pair => $"{pair.Key} {pair.Value.TotalSeconds:F1} s")));
    }
}
