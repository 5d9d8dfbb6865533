using System.Collections.Concurrent;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>Holds installed skills to what was recorded of them, and remembers what it has read.</summary>
internal sealed class StoreIntegrity(StoreDisk disk, StoreLayout layout, StoreReader reader, TimeProvider time)
{
    private readonly EntryVerifier _verifier = new(disk, layout);
    private readonly ConcurrentDictionary<string, EntryStamps> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether nothing has happened to a skill since it was last read: the way of nearly every execution.
    /// </summary>
    public bool IsUnchanged(InstalledSkill skill) =>
        _known.TryGetValue(skill.SkillId, out EntryStamps? stamps)
        && stamps.ContentDigest == skill.ContentDigest
        && stamps.AreUnchanged();

    /// <summary>Reads a skill's files, and throws for the first that is not what was installed.</summary>
    public void Check(InstalledSkill skill, CancellationToken cancellationToken)
    {
        InstalledSkill installed = Locate(skill);
        EntryStamps? stamps = EntryStamps.Take(installed, disk, layout, time);
        SkillIntegrityProblem? problem = _verifier.FindProblems(installed, cancellationToken).FirstOrDefault();
        if (problem is not null)
        {
            _known.TryRemove(skill.SkillId, out _);

            // Should it have been replaced just now, that is what there is to say.
            Locate(skill);
            throw new SkillIntegrityException(skill.SkillId, problem.File!, problem.Message);
        }

        if (stamps is not null)
        {
            _known[skill.SkillId] = stamps;
        }
    }

    /// <summary>
    /// Throws for the first file of a version that is not what was installed, wherever the version is.
    /// </summary>
    public void CheckThere(InstalledSkill version, CancellationToken cancellationToken)
    {
        if (_verifier.FindProblems(version, cancellationToken).FirstOrDefault() is { } problem)
        {
            throw new SkillIntegrityException(version.SkillId, problem.File!, problem.Message);
        }
    }

    /// <summary>The program of a skill: what is returned is what was compared.</summary>
    public WasmBinary ReadProgram(InstalledSkill skill)
    {
        InstalledSkill installed = Locate(skill);
        InstalledFile file = installed.Files.First(f => f.Path == SkillPackage.WasmFileName);
        byte[]? bytes;
        try
        {
            bytes = disk.ReadBounded(installed.WasmPath!, file.Size);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SkillIntegrityException(
                skill.SkillId, file.Path, $"{file.Path} of '{skill.SkillId}' is missing.", exception);
        }
        catch (Exception exception) when (StoreErrors.IsNoFile(exception))
        {
            throw new SkillIntegrityException(
                skill.SkillId,
                file.Path,
                $"{file.Path} of '{skill.SkillId}' is not the file that was installed, or may not be read: "
                    + $"{exception.Message}.",
                exception);
        }

        return bytes is not null && SkillDigest.OfFile(bytes) == file.Sha256
            ? new WasmBinary { Kind = installed.WasmKind!.Value, Bytes = bytes }
            : throw new SkillIntegrityException(
                skill.SkillId,
                file.Path,
                $"{file.Path} of '{skill.SkillId}' is not the file that was installed: its SHA-256 differs.");
    }

    public SkillIntegrityReport Verify(CancellationToken cancellationToken)
    {
        int skills = 0;
        int files = 0;
        List<SkillIntegrityProblem> problems = [];
        foreach (string entryName in reader.EntryNames())
        {
            try
            {
                if (Settle(entryName, problems, cancellationToken) is { } skill)
                {
                    skills++;
                    files += skill.Files.Count;
                }
            }
            catch (SkillStoreException exception)
            {
                problems.Add(new SkillIntegrityProblem
                {
                    SkillId = entryName,
                    Kind = SkillIntegrityProblemKind.Damaged,
                    Message = exception.Message,
                });
            }
        }

        return new SkillIntegrityReport { Skills = skills, Files = files, Problems = problems };
    }

    // A skill that is replaced while it is read is read again in its new version.
    private InstalledSkill? Settle(
        string entryName, List<SkillIntegrityProblem> problems, CancellationToken cancellationToken)
    {
        InstalledSkill? skill = reader.FindEntry(entryName);
        while (skill is not null)
        {
            SkillIntegrityProblem[] found =
            [
                .. _verifier.FindProblems(skill, cancellationToken).OrderBy(
                    problem => problem.File, StringComparer.Ordinal),
            ];
            InstalledSkill? now = found.Length == 0 ? skill : reader.FindEntry(entryName);
            if (now is not null
                && now.ContentDigest == skill.ContentDigest
                && now.RootPath == skill.RootPath
                && now.InstalledAt == skill.InstalledAt)
            {
                problems.AddRange(found);
                return skill;
            }

            skill = now;
        }

        return null;
    }

    /// <summary>
    /// What is recorded of the version that the caller holds. The caller's own paths and files are not relied on: it is
    /// a record that anyone can make.
    /// </summary>
    private InstalledSkill Locate(InstalledSkill skill)
    {
        InstalledSkill installed = reader.Find(skill.SkillId) ?? throw new SkillNotInstalledException(skill.SkillId);
        return installed.ContentDigest == skill.ContentDigest
            ? installed
            : throw new SkillNotInstalledException(
                skill.SkillId,
                $"'{skill.SkillId}' is not installed in the version that was asked for: it has been replaced since it "
                    + $"was found.");
    }
}
