namespace Boternity.Skills.Tests.Architecture;

/// <summary>
/// A dependency table of docs/maintainers/architecture.md: what each folder may use. A row <c>A/B</c> is the sub-folder
/// alone; a row <c>A/*</c> is a folder with all below it as one, for what has no order inside.
/// </summary>
internal sealed class DependencyTable
{
    public const string Document = "docs/maintainers/architecture.md";

    private const string WithSubFolders = "/*";

    private readonly Dictionary<string, string[]> _mayUse;

    private DependencyTable(Dictionary<string, string[]> mayUse) => _mayUse = mayUse;

    public IEnumerable<string> Rows => _mayUse.Keys;

    /// <summary>
    /// Reads the table whose first heading cell is the project's folder: rows of folder, what it holds, what it
    /// may use.
    /// </summary>
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
        return new(rows.ToDictionary(
            row => row[0].Trim('`'),
            row => row[2].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>The row that a folder, written with slashes, belongs to; null where the table has none.</summary>
    public string? RowOf(string folder)
    {
        if (_mayUse.ContainsKey(folder))
        {
            return folder;
        }

        for (string outer = folder; outer.Length > 0; outer = outer[..Math.Max(0, outer.LastIndexOf('/'))])
        {
            if (_mayUse.ContainsKey(outer + WithSubFolders))
            {
                return outer + WithSubFolders;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a row may use another. In the column, <c>A</c> is the row <c>A</c> or <c>A/*</c>; <c>A/*</c> is every
    /// row from <c>A</c> down.
    /// </summary>
    public bool Allows(string from, string to) =>
        _mayUse.TryGetValue(from, out string[]? allowed)
            && allowed.Any(entry => entry == "everything" || Covers(entry, to));

    private static bool Covers(string entry, string row)
    {
        if (entry == row || entry + WithSubFolders == row)
        {
            return true;
        }

        return entry.EndsWith(WithSubFolders, StringComparison.Ordinal)
            && (row == entry[..^WithSubFolders.Length] || row.StartsWith(entry[..^1], StringComparison.Ordinal));
    }
}
