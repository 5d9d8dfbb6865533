using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Readme;

/// <summary>What holds for every document of the repository.</summary>
public sealed partial class DocumentTests
{
    [GeneratedRegex(@"\]\((?<path>[^)#:\s]+)(#[^)]*)?\)")]
    private static partial Regex RelativeLink();

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Documents))]
    public void Links_ToFilesOfTheRepository_AreThere(string document)
    {
        string text = File.ReadAllText(Repository.PathOf(document));
        string folder = Path.GetDirectoryName(Repository.PathOf(document))!;

        Assert.That(
            RelativeLink()
                .Matches(text)
                .Select(match => match.Groups["path"].Value)
                .Where(path => !Path.Exists(Path.Combine(folder, path))),
            Is.Empty);
    }

    // A package's page knows no repository, and these lie in folders of their own.
    [TestCaseSource(nameof(ReadmesOfPackages))]
    public void Links_OfAPackagesReadme_AreAbsolute(string document) =>
        Assert.That(RelativeLink().Matches(File.ReadAllText(Repository.PathOf(document))), Is.Empty);

    private static IEnumerable<string> ReadmesOfPackages() =>
        Directory.EnumerateDirectories(Repository.PathOf("src"))
            .Select(folder => Path.Combine(folder, "README.md"))
            .Where(File.Exists)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Documents))]
    public void Lines_OfProse_HaveAtMost120Columns(string document)
    {
        List<string> tooLong = [];
        bool isCode = false;
        foreach (string line in File.ReadLines(Repository.PathOf(document)))
        {
            isCode ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);

            // Rows of tables and commands cannot be broken.
            if (!isCode && line.Length > 120 && !line.StartsWith('|'))
            {
                tooLong.Add(line);
            }
        }

        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void Map_OfTheDocuments_NamesEachOfThem()
    {
        string folder = Repository.PathOf("docs");
        string map = File.ReadAllText(Path.Combine(folder, "README.md"));
        string[] linked = [.. RelativeLink().Matches(map).Select(match => match.Groups["path"].Value)];

        Assert.That(linked, Is.EquivalentTo(
            Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                .Where(path => path != "README.md")));
    }
}
