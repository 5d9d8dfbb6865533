using System.Reflection;

namespace Boternity.Skills.Tests.Architecture;

[TestFixture]
public sealed class LayeringTests
{
    private const string Root = "root";
    private const string Engine = "engine";
    private const string Front = "Engine";

    [TestCase("Boternity.Skills")]
    [TestCase("Boternity.Skills.Wasm")]
    public void Folders_InTheCode_AreInTheTable(string project)
    {
        IEnumerable<string> folders = Directory.EnumerateFiles(Repository.PathOf($"src/{project}"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.PathOf($"src/{project}"), file).Split(Path.DirectorySeparatorChar))
            .Where(parts => parts.Length > 1 && parts[0] is not ("bin" or "obj"))
            .Select(parts => parts[0])
            .Distinct();
        Assert.That(folders.Except(DependencyTable.Read($"src/{project}").Folders), Is.Empty, $"Add these folders to {DependencyTable.Document}.");
    }

    [TestCase("Boternity.Skills")]
    [TestCase("Boternity.Skills.Wasm")]
    public void Edges_InTheCode_AreInTheTable(string project)
    {
        DependencyTable table = DependencyTable.Read($"src/{project}");
        IEnumerable<string> broken = EdgesOf(project).Found
            .Where(edge => !table.Allows(edge.Key.From, edge.Key.To))
            .Select(edge => $"{edge.Key.From} uses {edge.Key.To} in {edge.Value}");
        Assert.That(broken, Is.Empty, $"Not in the table of {DependencyTable.Document}. Move the code, or change the table with a reason.");
    }

    [TestCase("Boternity.Skills")]
    [TestCase("Boternity.Skills.Wasm")]
    public void Table_FollowedFromAnyFolder_NeverComesBack(string project)
    {
        DependencyTable table = DependencyTable.Read($"src/{project}");
        string[] left = [.. table.Folders];
        while (left.Where(folder => left.All(other => other == folder || !table.Allows(other, folder))).ToArray() is { Length: > 0 } unused)
        {
            left = [.. left.Except(unused)];
        }

        Assert.That(left, Is.Empty, $"These folders of {DependencyTable.Document} depend on one another in a circle.");
    }

    [Test]
    public void Edges_OfCodeThatIsThere_AreSeen()
    {
        // Without this, a reader of edges that sees nothing would pass the test above.
        IReadOnlyDictionary<(string From, string To), string> edges = EdgesOf("Boternity.Skills").Found;
        Assert.That(edges.Keys, Does.Contain(("Manifests", Root)));
        Assert.That(edges.Keys, Does.Contain(("DependencyInjection", Root)));
    }

    private static NamespaceEdges EdgesOf(string project)
    {
        var edges = new NamespaceEdges((space, type) => FolderOf(project, space, type));
        edges.AddAssembly(Assembly.Load(project));
        edges.AddSources(Repository.PathOf($"src/{project}"));
        return edges;
    }

    private static string? FolderOf(string project, string? space, string? type)
    {
        if (space == project)
        {
            // The engine's root holds both its errors, which all of it throws, and its front, which only what stands above may see.
            return type is "Engine" or "EngineOptions" ? Front : Root;
        }

        if (space is null || !space.StartsWith(project + ".", StringComparison.Ordinal))
        {
            return null;
        }

        string folder = space[(project.Length + 1)..].Split('.')[0];
        return folder == "Wasm" ? Engine : folder;
    }
}
