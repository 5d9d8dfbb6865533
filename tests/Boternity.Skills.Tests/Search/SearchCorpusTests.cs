using System.IO.Abstractions;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Search;
using Boternity.Skills.Tests.Manifests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Tests.Search;

/// <summary>The search over the skills of the real repositories.</summary>
public sealed class SearchCorpusTests
{
    private const double LeastMeanReciprocalRank = 0.85;
    private const int Looked = 10;
    private static SkillSearchIndex? _index;

    [OneTimeSetUp]
    public static async Task ReadCorpus()
    {
        SkillCorpus.RequireManifests();
        var registry = new DirectorySkillRegistry(
            new DirectoryRegistryOptions
            {
                Name = "corpus",
                Path = Path.GetFullPath(Environment.GetEnvironmentVariable(SkillCorpus.Variable)!),
            },
            new SkillPackageLimits(),
            new FileSystem(),
            NullLogger<DirectorySkillRegistry>.Instance);
        _index = new SkillSearchIndex(await registry.ListAsync().ToListAsync());
    }

    [Test]
    public void Search_OfTheRealSkills_PutsWhatIsMeantFirst()
    {
        List<string> misses = [];
        double mean = MeanOf(CorpusQueries.Open, (query, at, names) =>
            misses.Add($"{query.Text}: {query.Expected[0]} at {at + 1}; {string.Join(", ", names.Take(5))}"));

        TestContext.Out.WriteLine(
            $"Mean reciprocal rank {mean:F3} of {CorpusQueries.Open.Count} queries, "
                + $"over {_index!.Skills.Count} skills.");
        misses.ForEach(TestContext.Out.WriteLine);
        Assert.That(mean, Is.GreaterThanOrEqualTo(LeastMeanReciprocalRank));
    }

    [Test]
    public void Search_OfTheRealSkills_DoesAsWellWhereNobodyLooked()
    {
        double mean = MeanOf(CorpusQueries.Closed, static (_, _, _) => { });

        TestContext.Out.WriteLine($"Mean reciprocal rank {mean:F3} of {CorpusQueries.Closed.Count} queries.");
        Assert.That(mean, Is.GreaterThanOrEqualTo(LeastMeanReciprocalRank));
    }

    private static double MeanOf(IReadOnlyList<CorpusQuery> queries, Action<CorpusQuery, int, string[]> onMiss)
    {
        string[] folders = [.. _index!.Skills.Select(skill => skill.FolderName)];
        double sum = 0;
        foreach (CorpusQuery query in queries)
        {
            Assert.That(query.Expected.Intersect(folders), Is.Not.Empty, $"What '{query.Text}' means is not there.");
            string[] names = [.. _index.Search(query.Text, Looked).Select(skill => skill.FolderName)];
            int at = Array.FindIndex(names, name => query.Expected.Contains(name));
            sum += at < 0 ? 0 : 1.0 / (at + 1);
            if (at != 0)
            {
                onMiss(query, at, names);
            }
        }

        return sum / queries.Count;
    }
}
