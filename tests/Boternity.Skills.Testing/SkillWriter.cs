using System.Text;

namespace Boternity.Skills.Testing;

/// <summary>Writes skills of scripts to a directory, for tests that install them from there.</summary>
internal static class SkillWriter
{
    /// <summary>The files of a folder as a skill has them: below <c>scripts/</c>.</summary>
    public static IEnumerable<(string Path, byte[] Content)> ScriptsOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (
                "scripts/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)));

    /// <summary>Writes a skill with a SKILL.md and files; the folder's name is its name.</summary>
    public static async Task WriteAsync(string folder, IEnumerable<(string Path, byte[] Content)> files)
    {
        byte[] manifest = Encoding.UTF8.GetBytes(
            $"---\nname: {Path.GetFileName(folder)}\ndescription: Scripts.\n---\n\nRun them.\n");
        foreach ((string path, byte[] content) in files.Prepend(("SKILL.md", manifest)))
        {
            string file = Path.Combine([folder, .. path.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, content);
        }
    }
}
