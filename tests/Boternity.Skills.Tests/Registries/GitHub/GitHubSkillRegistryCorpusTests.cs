using System.IO.Abstractions;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Tests.Manifests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>The real repositories, served by the test's own server.</summary>
public sealed class GitHubSkillRegistryCorpusTests
{
    private const int PublicSkills = 882;
    private const int NamesInBoth = 13;

    [Test]
    public async Task List_OfTheRealRepositories_FindsEverySkillAndFetchesWhatIsOnDisk()
    {
        IReadOnlyList<string> manifests = SkillCorpus.RequireManifests();
        string root = Environment.GetEnvironmentVariable(SkillCorpus.Variable)!;
        string[] clones = [.. SkillCorpus.Clones()];
        await using GitHubFixture github = await GitHubFixture.StartAsync();
        foreach (string clone in clones)
        {
            github.Server.Repository($"corpus/{Path.GetFileName(clone)}")
                .Commit(prefix => CorpusArchive.Pack(clone, prefix));
        }

        GitHubSkillRegistry registry = github.Create(options =>
        {
            options.RevalidateAfter = TimeSpan.FromHours(1);
            SetRepositories(clones, options);
        });
        List<DiscoveredSkill> skills = await registry.ListAsync().ToListAsync();

        Assert.That(skills, Has.Count.EqualTo(manifests.Count));
        Assert.That(github.Server.Requests, Has.Count.EqualTo(3 * clones.Length));
        Assert.That(github.Logger.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)), Is.Empty);
        await AssertFetchedAsync(registry, root, skills);
        await AssertCachedAsync(registry, github.Create(options => SetRepositories(clones, options)), skills);
        if (skills.Count == PublicSkills)
        {
            await AssertNamesInBothAsync(registry, skills);
        }
    }

    [Test]
    public async Task List_OfTheRealRepositoriesOnDisk_FindsEverySkill()
    {
        IReadOnlyList<string> manifests = SkillCorpus.RequireManifests();
        var options = new DirectoryRegistryOptions
        {
            Path = Path.GetFullPath(Environment.GetEnvironmentVariable(SkillCorpus.Variable)!),
        };
        var registry = new DirectorySkillRegistry(
            options, new SkillPackageLimits(), new FileSystem(), NullLogger<DirectorySkillRegistry>.Instance);
        Assert.That(await registry.ListAsync().CountAsync(), Is.EqualTo(manifests.Count));
    }

    private static void SetRepositories(string[] clones, GitHubRegistryOptions options)
    {
        options.Repositories.Clear();
        Array.ForEach(clones, clone => options.Repositories.Add($"corpus/{Path.GetFileName(clone)}"));
    }

    private static async Task AssertFetchedAsync(
        GitHubSkillRegistry registry, string root, List<DiscoveredSkill> skills)
    {
        foreach (DiscoveredSkill skill in skills.Where((_, i) => i % 40 == 0))
        {
            string folder = Path.Combine(root, skill.Source.Repository!.Split('/')[1], skill.Source.Path);
            SkillPackage fetched = await registry.FetchAsync(skill.Source);
            SkillPackage onDisk = await SkillFolder.ReadAsync(
                new FileSystem(), folder, skill.Source, new SkillPackageLimits(), default);
            Assert.That(
                SkillDigest.OfContent(fetched), Is.EqualTo(SkillDigest.OfContent(onDisk)), skill.Source.ToString());
        }
    }

    private static async Task AssertCachedAsync(
        GitHubSkillRegistry registry, GitHubSkillRegistry other, List<DiscoveredSkill> skills)
    {
        Assert.That(other, Is.Not.SameAs(registry));
        List<DiscoveredSkill> cached = await other.ListAsync().ToListAsync();
        Assert.That(
            cached.Select(skill => (skill.Source, skill.Name, skill.Manifest.Description, skill.Diagnostics.Count)),
            Is.EqualTo(
                skills.Select(
                    skill => (skill.Source, skill.Name, skill.Manifest.Description, skill.Diagnostics.Count))));
    }

    private static async Task AssertNamesInBothAsync(GitHubSkillRegistry registry, List<DiscoveredSkill> skills)
    {
        string[] inBoth =
        [
            .. skills
                .GroupBy(skill => skill.Name)
                .Where(group => group.Select(skill => skill.Source.Repository).Distinct().Count() > 1)
                .Select(group => group.Key),
        ];
        Assert.That(inBoth, Has.Length.EqualTo(NamesInBoth));
        foreach (string name in inBoth)
        {
            IReadOnlyList<SkillMatch> found = await registry.FindAsync(new SkillQuery { Name = name });
            Assert.That(found.Count(match => match.Match == SkillNameMatch.Exact), Is.EqualTo(2), name);
        }
    }
}
