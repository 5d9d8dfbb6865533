using System.IO.Abstractions;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>Compares the directory of an entry with what was recorded of it, and says what differs.</summary>
internal sealed class EntryVerifier(StoreDisk disk, StoreLayout layout)
{
    /// <summary>Nothing that this library installs is deeper: a path has at most 512 characters.</summary>
    private const int MaxDepth = 256;

    /// <summary>Reads every file of a version, as the store itself found it.</summary>
    public IEnumerable<SkillIntegrityProblem> FindProblems(InstalledSkill skill, CancellationToken cancellationToken)
    {
        var expected = new Dictionary<string, InstalledFile>(StringComparer.Ordinal);
        foreach (InstalledFile file in skill.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            expected.Add(file.Path, file);
            if (FindProblem(skill, file, layout.FilePath(skill.RootPath, file.Path)) is { } problem)
            {
                yield return problem;
            }
        }

        foreach (string extra in FilesBelow(skill.RootPath, "", 0).Where(path => !expected.ContainsKey(path)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Problem(skill, extra, SkillIntegrityProblemKind.Extra, "was not installed");
        }
    }

    private SkillIntegrityProblem? FindProblem(InstalledSkill skill, InstalledFile file, string path)
    {
        switch (disk.Attributes(path))
        {
            case null:
                return Problem(skill, file.Path, SkillIntegrityProblemKind.Missing, "is missing");
            case { } attributes when (attributes & FileAttributes.ReparsePoint) != 0:
                return Problem(
                    skill,
                    file.Path,
                    SkillIntegrityProblemKind.Changed,
                    "is not the file that was installed, but a link");
            case { } attributes when (attributes & FileAttributes.Directory) != 0:
                return Problem(
                    skill,
                    file.Path,
                    SkillIntegrityProblemKind.Changed,
                    "is not the file that was installed, but a directory");
        }

        try
        {
            byte[]? bytes = disk.ReadBounded(path, file.Size);
            if (bytes is null || bytes.Length != file.Size)
            {
                return Problem(
                    skill,
                    file.Path,
                    SkillIntegrityProblemKind.Changed,
                    "is not the file that was installed: its size differs");
            }

            if (SkillDigest.OfFile(bytes) != file.Sha256)
            {
                return Problem(
                    skill,
                    file.Path,
                    SkillIntegrityProblemKind.Changed,
                    "is not the file that was installed: its SHA-256 differs");
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Problem(skill, file.Path, SkillIntegrityProblemKind.Missing, "is missing");
        }
        catch (Exception exception) when (StoreErrors.IsNoFile(exception))
        {
            return Problem(
                skill,
                file.Path,
                SkillIntegrityProblemKind.Changed,
                $"is not the file that was installed, or may not be read ({exception.Message.TrimEnd('.')})");
        }

        // The bit is only known of the real file system.
        bool hasBits = !OperatingSystem.IsWindows() && disk.FileSystem is FileSystem;
        return hasBits && FileModes.IsExecutable(disk.FileSystem, path) != file.IsExecutable
            ? Problem(
                skill,
                file.Path,
                SkillIntegrityProblemKind.Changed,
                "is not the file that was installed: its executable bit differs")
            : null;
    }

    /// <summary>
    /// Every file below a directory, links among them and not followed, as paths relative to the entry.
    /// </summary>
    private IEnumerable<string> FilesBelow(string directory, string prefix, int depth)
    {
        foreach (string name in disk.Names(directory).Order(StringComparer.Ordinal))
        {
            string path = disk.FileSystem.Path.Combine(directory, name);
            bool isDirectory = disk.Attributes(path) is { } attributes
                && (attributes & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == FileAttributes.Directory;
            if (!isDirectory || depth == MaxDepth)
            {
                yield return prefix + name;
                continue;
            }

            foreach (string below in FilesBelow(path, $"{prefix}{name}/", depth + 1))
            {
                yield return below;
            }
        }
    }

    private static SkillIntegrityProblem Problem(
        InstalledSkill skill, string file, SkillIntegrityProblemKind kind, string what) =>
        new SkillIntegrityProblem
        {
            SkillId = skill.SkillId,
            File = file,
            Kind = kind,
            Message = $"{PackageErrors.Show(file)} of '{skill.SkillId}' {what}.",
        };
}
