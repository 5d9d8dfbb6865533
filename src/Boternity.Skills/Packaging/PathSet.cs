namespace Boternity.Skills.Packaging;

/// <summary>
/// The paths of one folder: none may be another's on a system that folds case or normalises, no file
/// another's directory.
/// </summary>
internal sealed class PathSet
{
    private readonly Dictionary<string, (string Path, bool IsFile)> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes the path of a file and those of the directories above it.</summary>
    public void AddFile(string path)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            string directory = path[..slash];
            string key = PathKey.Of(directory);
            if (!_taken.TryAdd(key, (directory, false))
                && _taken[key] is var other
                && (other.IsFile || other.Path != directory))
            {
                PackageErrors.ThrowClash(path, other.Path);
            }
        }

        string fileKey = PathKey.Of(path);
        if (!_taken.TryAdd(fileKey, (path, true)))
        {
            PackageErrors.ThrowClash(path, _taken[fileKey].Path);
        }
    }
}
