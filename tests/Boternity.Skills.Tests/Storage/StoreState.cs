using System.Security.Cryptography;

namespace Boternity.Skills.Tests.Storage;

/// <summary>What a person would find of a skill on the disk, compared with what was recorded of it.</summary>
internal static class StoreState
{
    /// <summary>
    /// The version of an installed skill after checking that all of it, and nothing else, is of that version.
    /// </summary>
    public static string WholeVersion(InstalledSkill skill)
    {
        string[] onDisk =
        [
            .. Directory.EnumerateFiles(skill.RootPath, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(skill.RootPath, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];
        Assert.That(
            onDisk,
            Is.EqualTo(skill.Files.Select(file => file.Path)),
            "The files on disk are those that were recorded.");
        foreach (InstalledFile file in skill.Files)
        {
            byte[] content = File.ReadAllBytes(Path.Combine(skill.RootPath, file.Path));
            Assert.That(Convert.ToHexStringLower(SHA256.HashData(content)), Is.EqualTo(file.Sha256), file.Path);
            Assert.That(content, Has.Length.EqualTo(file.Size), file.Path);
        }

        return skill.Manifest.Version!;
    }

    /// <summary>The version that is installed, or null when none is.</summary>
    public static async Task<string?> VersionAsync(ISkillStore store, string directory) =>
        await store.FindAsync(directory) is { } skill ? WholeVersion(skill) : null;
}
