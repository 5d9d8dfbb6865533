namespace Boternity.Skills.Tests.Readme;

/// <summary>The width of lines, which no analyser looks at; <c>.editorconfig</c> has everything else.</summary>
public sealed class CodeStyleTests
{
    private const int MaxColumns = 120;

    [TestCase("src")]
    [TestCase("tests")]
    [TestCase("samples")]
    [TestCase("benchmarks")]
    public void Lines_OfTheCode_HaveAtMost120Columns(string folder)
    {
        string[] files = [.. Sources(folder)];
        IEnumerable<string> tooLong = files.SelectMany(file => File.ReadLines(file)
            .Index()
            .Where(line => line.Item.Length > MaxColumns)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1}"));

        Assert.That(files, Is.Not.Empty);
        Assert.That(tooLong, Is.Empty);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Repository.Root, file)
                .Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj"));
}
