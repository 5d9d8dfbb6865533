using System.Runtime.Versioning;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>
/// The directories on the way to another one. Who can write to one of them, or owns it, can put something else in the
/// place of what is in it, also between a look at it and its use.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class DirectoriesAbove
{
    // As many as the system itself follows.
    private const int MaxLinks = 40;

    /// <summary>Checks all directories above one, and those that links on the way lead through.</summary>
    /// <param name="directory">A full path.</param>
    /// <exception cref="IOException">Others can replace what is in one of them.</exception>
    public static void Check(string directory)
    {
        Stack<string> rest = new();
        Push(rest, directory);
        string current = "/";
        for (int links = 0; rest.TryPop(out string? name);)
        {
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            // Whatever comes next is looked up in it.
            Check(directory, current);
            string next = Path.Combine(current, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"The way to the cache directory '{directory}' has too many links.");
            }

            current = target.StartsWith('/') ? "/" : current;
            Push(rest, target);
        }
    }

    private static void Push(Stack<string> rest, string path)
    {
        foreach (string name in path.Split('/').Reverse())
        {
            if (name is not ("" or "."))
            {
                rest.Push(name);
            }
        }
    }

    private static void Check(string directory, string above)
    {
        UnixFileMode mode = File.GetUnixFileMode(above);
        (uint User, uint Group)? owner = OperatingSystem.IsLinux() ? DirectoryOwner.Of(above) : null;
        if (OperatingSystem.IsLinux() && owner?.User != 0 && owner?.User != DirectoryOwner.Me)
        {
            throw Refuse("is another user's");
        }

        // As in /tmp: there everybody can make things, and nobody can replace another's.
        if ((mode & UnixFileMode.StickyBit) != 0)
        {
            return;
        }

        if ((mode & UnixFileMode.OtherWrite) != 0)
        {
            throw Refuse("every user can write to");
        }

        if ((mode & UnixFileMode.GroupWrite) != 0
            && !(OperatingSystem.IsLinux() && UserGroups.IsOwn(owner!.Value.Group, DirectoryOwner.Me)))
        {
            throw Refuse("its group can write to");
        }

        IOException Refuse(string why) => new(
            $"The cache directory '{directory}' is in '{above}', which {why}: whoever that is could put another in its "
                + $"place. Take a directory elsewhere, or give {nameof(WasmtimeOptions)}."
                + $"{nameof(WasmtimeOptions.CacheKey)}, which is then kept out of it.");
    }
}
