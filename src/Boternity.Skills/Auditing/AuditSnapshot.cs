namespace Boternity.Skills.Auditing;

/// <summary>
/// Where a log ended at one moment, with its seal at that moment: what is read later is read up to there, whatever
/// writers do meanwhile.
/// </summary>
/// <param name="Seal">The seal; null where there is none that the key fits.</param>
/// <param name="Finished">The finished files, oldest first.</param>
/// <param name="Current">The file that is written to; null where there is none.</param>
/// <param name="Length">The bytes of that file.</param>
internal sealed record AuditSnapshot(
    AuditSeal? Seal, IReadOnlyList<(long Number, string Path)> Finished, FileStream? Current, long Length) : IDisposable
{
    /// <summary>How long a writer is waited for.</summary>
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Takes the log's end while nobody writes.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static AuditSnapshot Take(string directory, byte[]? key)
    {
        for (bool mayWait = true; ; mayWait = false)
        {
            bool hadWriters = HasWriters(directory);
            using AuditClaim? claim = hadWriters ? TryClaim(directory) : null;
            var snapshot = new AuditSnapshot(
                key is null ? null : AuditSeal.Read(directory, key),
                AuditFiles.ListFinished(directory),
                OpenCurrent(directory),
                0);

            // Where nobody had written yet, somebody may have begun in between. What cannot be claimed is a copy that
            // may only be read, or a writer that hangs.
            if (hadWriters || !mayWait || !HasWriters(directory))
            {
                return snapshot with { Length = snapshot.Current?.Length ?? 0 };
            }

            snapshot.Dispose();
        }
    }

    public void Dispose() => Current?.Dispose();

    private static bool HasWriters(string directory) => File.Exists(Path.Combine(directory, AuditFiles.ClaimName));

    private static AuditClaim? TryClaim(string directory)
    {
        try
        {
            return AuditClaim.Take(directory, ClaimTimeout, TimeProvider.System);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream? OpenCurrent(string directory)
    {
        try
        {
            return AuditFiles.OpenRead(Path.Combine(directory, AuditFiles.CurrentName));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
