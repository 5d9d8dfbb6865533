using System.Reflection;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Architecture;

[TestFixture]
public sealed partial class LayeringTests
{
    private const string Root = "root";
    private const string Engine = "engine";
    private const string Guests = "guests";

    [TestCase("Boternity.Skills")]
    [TestCase("Boternity.Skills.Wasm")]
    public void Folders_InTheCode_AreInTheTable(string project)
    {
        DependencyTable table = DependencyTable.Read($"src/{project}");
        IEnumerable<string> unknown = FilesOf(project)
            .Select(file => file.Folder)
            .Where(folder => folder.Length > 0)
            .Distinct()
            .Where(folder => table.RowOf(folder) is null);
        Assert.That(unknown, Is.Empty, $"Add these folders to {DependencyTable.Document}.");
    }

    [TestCase("Boternity.Skills")]
    [TestCase("Boternity.Skills.Wasm")]
    public void Rows_OfTheTable_HaveFolders(string project)
    {
        DependencyTable table = DependencyTable.Read($"src/{project}");
        IEnumerable<string?> known = FilesOf(project)
            .Select(file => file.Folder.Length == 0 ? Root : table.RowOf(file.Folder));
        Assert.That(
            table.Rows.Except(known), Is.Empty, $"{DependencyTable.Document} has rows that no folder stands behind.");
    }

    [TestCase("Boternity.Skills")]
    [TestCase("Boternity.Skills.Wasm")]
    public void Edges_InTheCode_AreInTheTable(string project)
    {
        DependencyTable table = DependencyTable.Read($"src/{project}");
        IEnumerable<string> broken = EdgesOf(project).Found
            .Where(edge => !table.Allows(edge.Key.From, edge.Key.To))
            .Select(edge => $"{edge.Key.From} uses {edge.Key.To} in {edge.Value}");
        Assert.That(
            broken,
            Is.Empty,
            $"Not in the table of {DependencyTable.Document}. Move the code, or change the table with a reason.");
    }

    [TestCase("Boternity.Skills")]
    [TestCase("Boternity.Skills.Wasm")]
    public void Table_FollowedFromAnyFolder_NeverComesBack(string project)
    {
        DependencyTable table = DependencyTable.Read($"src/{project}");
        string[] left = [.. table.Rows];
        while (left
            .Where(row => left.All(other => other == row || !table.Allows(other, row)))
            .ToArray() is { Length: > 0 } unused)
        {
            left = [.. left.Except(unused)];
        }

        Assert.That(left, Is.Empty, $"These folders of {DependencyTable.Document} depend on one another in a circle.");
    }

    [TestCase("Boternity.Skills")]
    [TestCase("Boternity.Skills.Wasm")]
    public void Namespaces_OfTheCode_AreItsFolders(string project)
    {
        DependencyTable table = DependencyTable.Read($"src/{project}");
        IEnumerable<string> elsewhere = FilesOf(project)
            .Where(file => !IsNamespaceOf(table, file.Folder, file.Namespace) && !IsRegistration(file.Name))
            .Select(file => $"{file.Name} is in the namespace {file.Namespace}");
        Assert.That(elsewhere, Is.Empty, "A folder is a namespace.");

        // Below a row for a folder with all its sub-folders, any namespace of that folder will do.
        bool IsNamespaceOf(DependencyTable table, string folder, string space) =>
            space == Join(folder) || (table.RowOf(folder) is { } row && row.EndsWith("/*", StringComparison.Ordinal)
                && (space == Join(row[..^2]) || space.StartsWith(Join(row[..^2]) + ".", StringComparison.Ordinal)));
        // A .NET developer looks for these extension methods in the framework's namespace.
        bool IsRegistration(string file) =>
            file.StartsWith("DependencyInjection/", StringComparison.Ordinal)
            && file.EndsWith("Extensions.cs", StringComparison.Ordinal);
        string Join(string folder) => folder.Length == 0 ? project : $"{project}.{folder.Replace('/', '.')}";
    }

    [Test]
    public void Edges_OfCodeThatIsThere_AreSeen()
    {
        // Without this, a reader of edges that sees nothing would pass the test above.
        IReadOnlyDictionary<(string From, string To), string> edges = EdgesOf("Boternity.Skills").Found;
        Assert.That(edges.Keys, Does.Contain(("Manifests", Root)));
        Assert.That(edges.Keys, Does.Contain(("DependencyInjection", Root)));
    }

    /// <summary>The project's source files: the folder with slashes, empty for the project's own.</summary>
    private static IEnumerable<(string Folder, string Name, string Namespace)> FilesOf(string project)
    {
        string directory = Repository.PathOf($"src/{project}");
        foreach (string file in Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/');
            string folder = name[..Math.Max(0, name.LastIndexOf('/'))];
            if (folder.Split('/')[0] is not ("bin" or "obj"))
            {
                yield return (folder, name, DeclaredNamespace().Match(File.ReadAllText(file)).Groups[1].Value);
            }
        }
    }

    private static NamespaceEdges EdgesOf(string project)
    {
        DependencyTable table = DependencyTable.Read($"src/{project}");
        var edges = new NamespaceEdges(
            (space, _) => FolderOf(project, space) is { } folder ? table.RowOf(folder) ?? folder : null);
        edges.AddAssembly(Assembly.Load(project));
        edges.AddSources(Repository.PathOf($"src/{project}"));
        return edges;
    }

    private static string? FolderOf(string project, string? space)
    {
        if (space == project)
        {
            return Root;
        }

        if (space is null || !space.StartsWith(project + ".", StringComparison.Ordinal))
        {
            return null;
        }

        string folder = space[(project.Length + 1)..].Replace('.', '/');
        return folder == "Wasm/Guests" ? Guests : folder.Split('/')[0] == "Wasm" ? Engine : folder;
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();
}
