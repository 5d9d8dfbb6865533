using System.IO.Abstractions;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Locking;

/// <summary>Makes of an entry of a lock file of <c>npx skills</c> what a person would type for it.</summary>
internal sealed class ForeignLockReferences(IFileSystem fileSystem, string directory)
{
    /// <summary>The reference of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="reference">Gets it.</param>
    /// <returns>Why there is none; null where there is.</returns>
    public string? Read(ForeignLockEntry entry, out SkillReference? reference)
    {
        reference = null;
        if (entry.Source.Length == 0)
        {
            return "it has no source";
        }

        if (entry.Folder is { Length: > 0 } folder && SkillPath.FindProblem(folder) is { } problem)
        {
            return $"its folder '{PackageErrors.Show(folder)}' is refused: {problem}";
        }

        switch (entry.SourceType)
        {
            case "github":
                return ReadRepository(entry, "https://github.com/", out reference);
            case "gitlab":
                return ReadRepository(entry, "https://gitlab.com/", out reference);
            case "git":
                return ReadRepository(entry, null, out reference);
            case "local":
                reference = ReadFolder(entry);
                return null;
            case "well-known":
                return ReadSite(entry, out reference);
            default:
                return $"sources of the type '{PackageErrors.Show(entry.SourceType)}' are not read";
        }
    }

    private static string? ReadRepository(ForeignLockEntry entry, string? host, out SkillReference? reference)
    {
        reference = null;
        string text = IsAddress(entry.Source) ? entry.Source
            : host is not null ? host + entry.Source
            : entry.SourceUrl ?? entry.Source;
        if (!IsAddress(text))
        {
            return $"'{PackageErrors.Show(text)}' names no host";
        }

        if (SkillAddress.Read(text, out SkillAddress? address, out string? gitHub) is { } problem)
        {
            return $"'{PackageErrors.Show(text)}' is not read: {problem.TrimEnd('.')}";
        }

        if (gitHub is not null)
        {
            string[] parts = gitHub.Split('#')[0].Split('@')[0].Split('/');
            string where = string.Join('/', [.. parts[..2], .. FolderOf(entry, parts[2..])]);
            string name = entry.Folder is null && parts.Length == 2 ? $"@{entry.Name}" : "";
            string revision = entry.Ref is { } asked ? $"#{asked}" : "";
            return SkillReference.TryParse($"{where}{name}{revision}", out reference)
                ? null
                : $"'{PackageErrors.Show(where + name + revision)}' is no reference";
        }

        if (address is null || SkillAddress.IsSite(new Uri(address.Root)))
        {
            return $"'{PackageErrors.Show(text)}' is no repository";
        }

        string path = string.Join(
            '/', FolderOf(entry, (address.Path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)));
        reference = SkillReference.Of(address with
        {
            Path = path.Length == 0 ? null : path,
            Name = entry.Folder is null && path.Length == 0 ? entry.Name : null,
            Ref = entry.Ref ?? address.Ref,
        });
        return null;
    }

    private SkillReference ReadFolder(ForeignLockEntry entry)
    {
        // Relative to the file, as the tool that wrote it has it.
        string root = fileSystem.Path.GetFullPath(entry.Source, directory);
        bool isSkill = fileSystem.File.Exists(fileSystem.Path.Combine(root, SkillPackage.ManifestFileName));
        return SkillReference.Of(new SkillAddress
        {
            Root = root,
            Path = entry.Folder is { Length: > 0 } folder ? folder : null,
            Name = entry.Folder is null && !isSkill ? entry.Name : null,
            IsLocal = true,
        });
    }

    private static string? ReadSite(ForeignLockEntry entry, out SkillReference? reference)
    {
        reference = null;
        string site = IsAddress(entry.Source) ? entry.Source : $"https://{entry.Source}";
        if (SkillAddress.Read(site, out SkillAddress? address, out _) is not null
            || address is null
            || !SkillAddress.IsSite(new Uri(address.Root)))
        {
            return $"'{PackageErrors.Show(entry.Source)}' is no site";
        }

        reference = SkillReference.Of(address with { Path = null, Name = entry.Name, Ref = null });
        return null;
    }

    private static string[] FolderOf(ForeignLockEntry entry, string[] named) =>
        entry.Folder is { } folder ? folder.Split('/', StringSplitOptions.RemoveEmptyEntries) : named;

    private static bool IsAddress(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith("git@", StringComparison.Ordinal);
}
