using System.IO.Abstractions;
using Boternity.Skills.Permissions;

namespace Boternity.Skills.Locking;

/// <summary>The default importer.</summary>
internal sealed class SkillLockImporter(ISkillInstaller installer, ISkillStore store, IFileSystem fileSystem)
    : ISkillLockImporter
{
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public async Task<SkillImportResult> ImportAsync(
        string path, SkillImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new SkillImportOptions();
        IReadOnlyList<ForeignLockEntry> entries = ForeignLock.Parse(
            await ReadAsync(path, cancellationToken).ConfigureAwait(false), path);
        string directory = fileSystem.Path.GetDirectoryName(fileSystem.Path.GetFullPath(path)) ?? path;
        var reader = new ForeignLockReferences(fileSystem, directory);
        List<(ForeignLockEntry Entry, SkillReference Reference)> wanted = [];
        List<SkillFailure> failed = [];
        foreach (ForeignLockEntry entry in entries)
        {
            if (reader.Read(entry, out SkillReference? reference) is { } problem)
            {
                failed.Add(new SkillFailure
                {
                    Skill = entry.Name,
                    Error = new SkillLockException(
                        SkillErrorCodes.LockMismatch,
                        path,
                        $"'{entry.Name}' of '{path}' cannot be imported: {problem}.",
                        entry.Name),
                });
                continue;
            }

            wanted.Add((entry, reference!));
        }

        SkillBatchResult batch = wanted.Count == 0
            ? new SkillBatchResult()
            : await installer
                .InstallAsync(
                    [.. wanted.Select(static one => one.Reference)],
                    new SkillInstallOptions { TrustTier = options.TrustTier, Conflict = options.Conflict },
                    options.Progress,
                    cancellationToken)
                .ConfigureAwait(false);
        failed.AddRange(batch.Failed.Select(failure => failure with
        {
            Skill = wanted.FirstOrDefault(one => one.Reference.Text == failure.Skill).Entry?.Name ?? failure.Skill,
        }));

        HashSet<string> lost = [.. batch.Failed.Select(static failure => failure.Skill)];
        List<SkillImport> installed = [];
        int next = 0;
        foreach ((ForeignLockEntry entry, SkillReference reference) in wanted)
        {
            if (lost.Contains(reference.Text))
            {
                continue;
            }

            // They come in the order of the references; two that mean the same skill came as one.
            InstalledSkill? skill = next < batch.Installed.Count && Means(entry, batch.Installed[next])
                ? batch.Installed[next++]
                : batch.Installed.FirstOrDefault(one => Means(entry, one));
            if (skill is not null)
            {
                installed.Add(new SkillImport
                {
                    Name = entry.Name,
                    Skill = skill,
                    Content = await ForeignContent.CompareAsync(store, skill, entry.Hash, cancellationToken)
                        .ConfigureAwait(false),
                });
            }
        }

        return new SkillImportResult { Installed = installed, Failed = failed };
    }

    private static bool Means(ForeignLockEntry entry, InstalledSkill skill) =>
        skill.Name == entry.Name
        || skill.Source.FolderName == entry.Name
        || (entry.Folder is { Length: > 0 } folder && skill.Source.Path == folder);

    private async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return !fileSystem.File.Exists(path)
                ? throw new SkillLockException(SkillErrorCodes.LockInvalid, path, $"There is no lock file at '{path}'.")
                : await PlainFile.ReadTextAsync(fileSystem, path, MaxBytes, cancellationToken).ConfigureAwait(false)
                    ?? throw new SkillLockException(
                        SkillErrorCodes.LockInvalid, path, $"The lock file '{path}' is larger than {MaxBytes} bytes.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SkillLockException(
                SkillErrorCodes.LockUnavailable,
                path,
                $"The lock file '{path}' cannot be read: {exception.Message}.",
                innerException: exception);
        }
    }
}
