using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Architecture;

/// <summary>
/// What the library keeps on disk is made in few places, which see to it that it is the owner's alone.
/// </summary>
internal sealed partial class OwnedFilesTests
{
    // A skill's files in granted directories and a script's own, the lock file of a project, and what makes the rest.
    private static readonly string[] Places =
    [
        "Capabilities/Files/PortableDirectory.cs", "Execution/ScriptWorkspace.cs", "Locking/SkillLocker.cs",
        "Permissions/OwnedDirectory.cs", "Storage/StoreDisk.cs",
    ];

    [Test]
    public void Files_ThatTheLibraryKeeps_AreMadeInFewPlaces()
    {
        string root = Repository.PathOf("src", "Boternity.Skills");
        string[] makers =
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => (Name: Path.GetRelativePath(root, path).Replace('\\', '/'), Path: path))
                .Where(file => !file.Name.StartsWith("obj/", StringComparison.Ordinal)
                    && !file.Name.StartsWith("bin/", StringComparison.Ordinal))
                .Where(file => Making().IsMatch(File.ReadAllText(file.Path)))
                .Select(file => file.Name)
                .Order(StringComparer.Ordinal),
        ];

        Assert.That(makers, Is.EqualTo(Places));
    }

    [GeneratedRegex(
        @"Directory\.CreateDirectory\(|\.(Write|Append)All(Bytes|Text|Lines)|FileMode\.Create|File\.Create\(")]
    private static partial Regex Making();
}
