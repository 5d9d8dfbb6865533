using System.IO.Enumeration;
using Boternity.Skills.Grants;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Execution;

/// <summary>
/// The directories of the host that a script writes to: its work directory, the host's or a private one, and its
/// private one for temporary files. Private ones are removed with all that is in them.
/// </summary>
internal sealed class ScriptWorkspace : IDisposable
{
    /// <summary>How many files of a work directory are compared before and after.</summary>
    private const int MaxFiles = 10_000;

    private readonly string _root;
    private readonly bool _isPrivate;
    private readonly string _work;
    private readonly Dictionary<string, (long Size, DateTime Written)> _before;

    private ScriptWorkspace(string root, string? work, SkillGrants grants)
    {
        _root = root;
        _isPrivate = work is null;
        _work = work ?? CreatePrivate("workspace");
        _before = _isPrivate ? [] : List();
        Directories =
        [
            .. Own(ScriptPaths.Workspace, _work, grants),
            .. Own(ScriptPaths.Temporary, CreatePrivate("tmp"), grants),
        ];
    }

    /// <summary>The directories as grants. One that the skill was granted under the same path is left out.</summary>
    public IReadOnlyList<SkillDirectoryGrant> Directories { get; }

    /// <summary>Creates the private directories.</summary>
    /// <exception cref="SkillExecutionException">The disk failed.</exception>
    public static ScriptWorkspace Create(string? work, SkillGrants grants)
    {
        string? root = null;
        try
        {
            root = Directory.CreateTempSubdirectory("boternity-script-").FullName;
            return new ScriptWorkspace(root, work, grants);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (root is not null)
            {
                Remove(root);
            }

            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionHostFailed,
                $"The directories of a script cannot be made: {exception.Message}",
                exception);
        }
    }

    /// <summary>The files that are new or changed, sorted by path (ordinal).</summary>
    /// <param name="maxContentBytes">How many bytes of a private directory's files are kept.</param>
    public IReadOnlyList<SkillScriptFile> FindChanges(long maxContentBytes)
    {
        List<SkillScriptFile> changes = [];
        long left = maxContentBytes;
        foreach ((string path, (long Size, DateTime Written) now) in List().OrderBy(
            static pair => pair.Key, StringComparer.Ordinal))
        {
            bool isNew = !_before.TryGetValue(path, out (long Size, DateTime Written) before);
            if (!isNew && before == now)
            {
                continue;
            }

            ReadOnlyMemory<byte>? content = null;
            if (_isPrivate && now.Size <= left)
            {
                content = File.ReadAllBytes(Path.Combine([_work, .. path.Split('/')]));
                left -= now.Size;
            }

            changes.Add(new SkillScriptFile { Path = path, Size = now.Size, IsNew = isNew, Content = content });
        }

        return changes;
    }

    public void Dispose() => Remove(_root);

    private static IEnumerable<SkillDirectoryGrant> Own(string guestPath, string hostPath, SkillGrants grants) =>
        grants.Directories.Any(grant => grant.GuestPath == guestPath)
            ? []
            :
            [
                new SkillDirectoryGrant
                {
                    GuestPath = guestPath,
                    HostPath = hostPath,
                    Access = SkillFileAccess.Read | SkillFileAccess.Write,
                },
            ];

    private static void Remove(string root)
    {
        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else tidied up the temporary directory.
        }
    }

    private string CreatePrivate(string name)
    {
        string path = Path.Combine(_root, name);
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path).FullName
            : Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    // Links are listed as nothing: a script cannot make one, and what the host linked is not the script's.
    private Dictionary<string, (long Size, DateTime Written)> List() =>
        new FileSystemEnumerable<KeyValuePair<string, (long, DateTime)>>(
            _work,
            (ref FileSystemEntry entry) => KeyValuePair.Create(
                Path.GetRelativePath(_work, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/'),
                (entry.Length, entry.LastWriteTimeUtc.UtcDateTime)),
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.ReparsePoint,
                IgnoreInaccessible = true,
            })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
        }.Take(MaxFiles).ToDictionary(StringComparer.Ordinal);
}
