namespace Boternity.Skills.Tests.Architecture;

/// <summary>A dependency table of docs/architecture.md: what each folder may use.</summary>
internal sealed class DependencyTable
{
    public const string Document = "docs/architecture.md";

    private readonly Dictionary<string, string[]> _mayUse;

    private DependencyTable(Dictionary<string, string[]> mayUse) => _mayUse = mayUse;

    public IEnumerable<string> Folders => _mayUse.Keys;

    /// <summary>Reads the table whose first heading cell is the project's folder: rows of folder, what it holds, what it may use.</summary>
    public static DependencyTable Read(string project)
    {
        string[][] rows =
        [
            .. File.ReadLines(Repository.PathOf(Document))
                .SkipWhile(line => !line.StartsWith($"| `{project}` |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
        ];
        Assert.That(rows, Is.Not.Empty, $"{Document} has no table for {project}.");
        return new(rows.ToDictionary(row => row[0].Trim('`'), row => row[2].Split(',', StringSplitOptions.TrimEntries)));
    }

    public bool Allows(string from, string to) =>
        _mayUse.TryGetValue(from, out string[]? allowed) && (allowed.Contains(to) || allowed.Contains("everything"));
}
