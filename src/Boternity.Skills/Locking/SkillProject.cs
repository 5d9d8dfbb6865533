using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Locking;

/// <summary>
/// A project on this machine, which has a store of its own beside the user's. The store lies with the user's data and
/// not in the project's folder: what comes with somebody's repository is no install, and grants nothing. The project
/// has its lock file, from which its store is restored.
/// </summary>
public sealed record SkillProject
{
    private const int MaxNameLength = 40;
    private const int HashLength = 16;

    // A folder that has one of them is a project's.
    private static readonly string[] Marks = [SkillLock.FileName, ".git"];

    private SkillProject(string root) => Root = root;

    /// <summary>Gets the project's folder, absolute.</summary>
    public string Root { get; }

    /// <summary>Gets the path of its lock file, which need not exist.</summary>
    public string LockFilePath => Path.Combine(Root, SkillLock.FileName);

    /// <summary>
    /// Gets the directory of its store, for <see cref="BoternitySkillsOptions.StorePath"/>: below <c>projects</c>
    /// beside the user's store, named by the folder and a hash of its path. It need not exist.
    /// </summary>
    public string StorePath
    {
        get
        {
            string user = new BoternitySkillsOptions().StorePath;
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..HashLength];
            string name = string.Concat(Path.GetFileName(Root).Where(static c => char.IsAsciiLetterOrDigit(c)));
            return Path.Combine(
                Path.GetDirectoryName(user) ?? user,
                "projects",
                $"{name[..Math.Min(name.Length, MaxNameLength)]}-{hash}",
                "store");
        }
    }

    /// <summary>The project that a folder is in; null where it is in none.</summary>
    /// <param name="directory">The folder, or one above it, that holds a <c>skills.lock.json</c> or a
    /// <c>.git</c>.</param>
    public static SkillProject? Find(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string path = Path.GetFullPath(directory);
        for (string? folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Marks.Any(mark => Path.Exists(Path.Combine(folder, mark))))
            {
                return At(folder);
            }
        }

        return null;
    }

    /// <summary>The project whose folder it is, whatever is in it.</summary>
    public static SkillProject At(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new SkillProject(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
    }
}
