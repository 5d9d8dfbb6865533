using System.IO.Enumeration;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Grants;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Execution;

/// <summary>
/// The directories of the host that a script writes to: its work directory, the host's or a private one, and its
/// private one for temporary files. Private ones are made when the script first uses them, and removed with all that is
/// in them.
/// </summary>
internal sealed class ScriptWorkspace : IDisposable
{
    /// <summary>
    /// The most files that a work directory of the host may have: all of them are compared before and after.
    /// </summary>
    private const int MaxFiles = 100_000;

    private const string PrivateWork = "workspace";
    private const string PrivateTemporary = "tmp";

    private readonly string? _work;
    private readonly string? _seen;
    private readonly Dictionary<string, (long Size, DateTime Written)> _before;

    private ScriptWorkspace(string? work, SkillGrants grants, int maxFiles)
    {
        _work = work;
        _seen = grants.Directories
            .FirstOrDefault(static grant => grant.GuestPath == ScriptPaths.Workspace)?.HostPath ?? work;
        _before = work is null ? [] : List(work, maxFiles);
        Directories =
        [
            .. Own(ScriptPaths.Workspace, () => work ?? CreatePrivate(PrivateWork), grants),
            .. Own(ScriptPaths.Temporary, () => CreatePrivate(PrivateTemporary), grants),
        ];
    }

    /// <summary>The directories, without those that the skill was granted others for under the same path.</summary>
    public IReadOnlyList<OwnDirectory> Directories { get; }

    /// <summary>What holds the private directories; null while there are none.</summary>
    public string? Root { get; private set; }

    /// <summary>Looks at the host's work directory.</summary>
    /// <exception cref="SkillExecutionException">The disk failed, or there are too many files.</exception>
    public static ScriptWorkspace Create(string? work, SkillGrants grants, int maxFiles = MaxFiles)
    {
        try
        {
            return new ScriptWorkspace(work, grants, maxFiles);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed("made", exception);
        }
    }

    /// <summary>Whether the directory that a script sees as its work directory has something under a path.</summary>
    /// <param name="path">The path in it, with forward slashes and without <c>..</c>.</param>
    public bool Contains(string path) =>
        (_seen ?? FindPrivate(PrivateWork)) is { } work && Path.Exists(Path.Combine([work, .. path.Split('/')]));

    /// <summary>The files that are new or changed, sorted by path (ordinal).</summary>
    /// <param name="maxContentBytes">How many bytes of a private directory's files are kept.</param>
    /// <exception cref="SkillExecutionException">The disk failed, or the host's directory is gone.</exception>
    public IReadOnlyList<SkillScriptFile> FindChanges(long maxContentBytes)
    {
        try
        {
            return (_work ?? FindPrivate(PrivateWork)) is { } work ? FindChanges(work, maxContentBytes) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed("looked at after its run", exception);
        }
    }

    // However many there are: what a script creates is within the host's quota.
    private List<SkillScriptFile> FindChanges(string work, long maxContentBytes)
    {
        List<SkillScriptFile> changes = [];
        long left = maxContentBytes;
        foreach ((string path, (long Size, DateTime Written) now) in List(work, int.MaxValue).OrderBy(
            static pair => pair.Key, StringComparer.Ordinal))
        {
            bool isNew = !_before.TryGetValue(path, out (long Size, DateTime Written) before);
            if (!isNew && before == now)
            {
                continue;
            }

            ReadOnlyMemory<byte>? content = null;
            if (_work is null && now.Size <= left)
            {
                content = File.ReadAllBytes(Path.Combine([work, .. path.Split('/')]));
                left -= now.Size;
            }

            changes.Add(new SkillScriptFile { Path = path, Size = now.Size, IsNew = isNew, Content = content });
        }

        return changes;
    }

    public void Dispose()
    {
        if (Root is null)
        {
            return;
        }

        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else tidied up the temporary directory.
        }
    }

    private static IEnumerable<OwnDirectory> Own(string guestPath, Func<string> findHostPath, SkillGrants grants) =>
        grants.Directories.Any(grant => grant.GuestPath == guestPath)
            ? []
            : [new OwnDirectory(guestPath, SkillFileAccess.ReadWrite, findHostPath)];

    private static SkillExecutionException Failed(string verb, Exception exception) => new(
        SkillErrorCodes.ExecutionHostFailed,
        $"The directories of a script cannot be {verb}: {exception.Message}.",
        exception);

    private string? FindPrivate(string name) =>
        Root is not null && Path.Combine(Root, name) is var path && Directory.Exists(path) ? path : null;

    private string CreatePrivate(string name)
    {
        try
        {
            Root ??= Directory.CreateTempSubdirectory("boternity-script-").FullName;
            string path = Path.Combine(Root, name);
            return OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(path).FullName
                : Directory.CreateDirectory(
                    path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed("made", exception);
        }
    }

    // Links are listed as nothing: a script cannot make one, and what the host linked is not the script's.
    private static Dictionary<string, (long Size, DateTime Written)> List(string work, int maxFiles)
    {
        var files = new Dictionary<string, (long Size, DateTime Written)>(StringComparer.Ordinal);
        foreach ((string path, (long, DateTime) stamp) in Enumerate(work))
        {
            if (files.Count == maxFiles)
            {
                throw new SkillExecutionException(
                    SkillErrorCodes.ExecutionHostFailed,
                    $"The work directory '{work}' has more than {maxFiles} files, the most that can be compared before "
                        + "and after a script. Name one with fewer.");
            }

            files.Add(path, stamp);
        }

        return files;
    }

    private static FileSystemEnumerable<KeyValuePair<string, (long Size, DateTime Written)>> Enumerate(string work) =>
        new FileSystemEnumerable<KeyValuePair<string, (long, DateTime)>>(
            work,
            (ref FileSystemEntry entry) => KeyValuePair.Create(
                Path.GetRelativePath(work, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/'),
                (entry.Length, entry.LastWriteTimeUtc.UtcDateTime)),
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.ReparsePoint,
                IgnoreInaccessible = true,
            })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
        };
}
