using System.Text;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Git;

/// <summary>
/// The folders of a commit, as git fsck takes them: no name that leads elsewhere, none twice, and each of them as often
/// only as the limits allow, since a folder may be in many.
/// </summary>
internal static class GitFolders
{
    /// <summary>The most folders in one another.</summary>
    public const int MaxDepth = 128;

    /// <summary>The most bytes of a path.</summary>
    public const int MaxPathBytes = 4_096;

    /// <summary>The most bytes of a name, which is what file systems take.</summary>
    public const int MaxNameBytes = 255;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>All that is in a commit, with its path; folders before what is in them.</summary>
    /// <exception cref="SkillPackageException">Something is not as it should be, or over a limit.</exception>
    public static IEnumerable<GitFolderEntry> Read(
        GitPack pack, string commit, GitObjectFormat format, ArchiveLimits limits)
    {
        // What is read counts, not what is given: each of many open folders holds all of its entries.
        int left = limits.MaxEntries;
        var open = new Stack<(string Prefix, Queue<GitFolderEntry> Entries)>();
        Open(TreeOf(pack, commit, format), "", "");
        while (open.TryPeek(out (string Prefix, Queue<GitFolderEntry> Entries) current))
        {
            if (!current.Entries.TryDequeue(out GitFolderEntry entry))
            {
                open.Pop();
                continue;
            }

            string path = current.Prefix + entry.Name;
            if (Utf8.GetByteCount(path) > MaxPathBytes)
            {
                PackageErrors.ThrowArchiveLimit("bytes in a path", MaxPathBytes);
            }

            yield return entry with { Name = path };
            if (entry.Kind == GitEntryKind.Folder)
            {
                if (open.Count >= MaxDepth)
                {
                    PackageErrors.ThrowArchiveLimit("folders in one another", MaxDepth);
                }

                Open(entry.Object, path, path + "/");
            }
        }

        void Open(string tree, string path, string prefix)
        {
            Queue<GitFolderEntry> entries = ReadFolder(pack, tree, format, path, left, limits.MaxEntries);
            left -= entries.Count;
            open.Push((prefix, entries));
        }
    }

    private static string TreeOf(GitPack pack, string commit, GitObjectFormat format)
    {
        byte[] content = pack.ContentOf(pack.Find(commit, GitObjectKind.Commit));
        ReadOnlySpan<byte> prefix = "tree "u8;
        int end = prefix.Length + (2 * format.Bytes);
        if (content.Length > end && content.AsSpan().StartsWith(prefix) && content[end] == '\n')
        {
            string tree = Encoding.ASCII.GetString(content.AsSpan(prefix.Length, 2 * format.Bytes));
            if (format.IsName(tree))
            {
                return tree;
            }
        }

        throw PackageErrors.Archive($"the commit {commit} names no folder.");
    }

    // "100644 name", NUL and the name of the object, as bytes, one after the other.
    private static Queue<GitFolderEntry> ReadFolder(
        GitPack pack, string tree, GitObjectFormat format, string path, int left, int maxEntries)
    {
        ReadOnlySpan<byte> rest = pack.ContentOf(pack.Find(tree, GitObjectKind.Tree));
        var entries = new Queue<GitFolderEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!rest.IsEmpty)
        {
            int space = rest.IndexOf((byte)' ');
            int nul = rest.IndexOf((byte)0);
            if (space <= 0 || nul < space || rest.Length - nul - 1 < format.Bytes)
            {
                throw PackageErrors.Archive($"the folder '{PackageErrors.Show(path)}' is damaged.");
            }

            ReadOnlySpan<byte> name = rest[(space + 1)..nul];
            if (name.Length > MaxNameBytes)
            {
                PackageErrors.ThrowArchiveLimit("bytes in a name", MaxNameBytes);
            }

            string text = Utf8.GetString(name);
            if (FindProblem(text) is { } problem || !names.Add(Encoding.Latin1.GetString(name)))
            {
                PackageErrors.ThrowPath(
                    path.Length == 0 ? text : $"{path}/{text}",
                    FindProblem(text) ?? "the folder has the name twice");
            }

            entries.Enqueue(new GitFolderEntry(
                KindOf(rest[..space], path, text),
                text,
                Convert.ToHexStringLower(rest.Slice(nul + 1, format.Bytes))));
            if (entries.Count > left)
            {
                PackageErrors.ThrowArchiveLimit("entries", maxEntries);
            }

            rest = rest[(nul + 1 + format.Bytes)..];
        }

        return entries;
    }

    private static string? FindProblem(string name) => name switch
    {
        "" => "a name is empty",
        "." or ".." => "a name is '.' or '..'",
        _ when name.Contains('/', StringComparison.Ordinal) => "a name contains a slash",
        _ when name.Equals(".git", StringComparison.OrdinalIgnoreCase) => "a name is that of Git's own directory",
        _ => null,
    };

    private static GitEntryKind KindOf(ReadOnlySpan<byte> mode, string path, string name)
    {
        // Old programs wrote folders as 040000, and files as 100664.
        return Encoding.ASCII.GetString(mode).TrimStart('0') switch
        {
            "100644" or "100664" => GitEntryKind.File,
            "100755" or "100775" => GitEntryKind.Executable,
            "40000" => GitEntryKind.Folder,
            "120000" => GitEntryKind.Link,
            "160000" => GitEntryKind.Submodule,
            var other => throw PackageErrors.Archive(
                $"'{PackageErrors.Show($"{path}/{name}".TrimStart('/'))}' is of the kind "
                    + $"'{PackageErrors.Show(other)}', which is not known."),
        };
    }
}
