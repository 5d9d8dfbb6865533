using System.Security.Cryptography;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>A directory that is its user's alone.</summary>
internal static class PrivateDirectory
{
    private const string KeyName = "key";
    private const int KeyBytes = 32;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the directory where it is not there, and checks that nobody else can write to it.</summary>
    /// <param name="directory">A full path.</param>
    /// <param name="holdsKey">Whether the key is kept in it, so that nobody may put another directory in its place.
    /// </param>
    /// <exception cref="IOException">It is a link, is another user's, or others can reach into it.</exception>
    public static void Ensure(string directory, bool holdsKey)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory, OwnerOnly);
        }

        var info = new DirectoryInfo(directory);
        if (info.LinkTarget is not null)
        {
            throw new IOException($"The cache directory '{directory}' is a link.");
        }

        if ((info.UnixFileMode & ~OwnerOnly) != 0)
        {
            throw new IOException(
                $"The cache directory '{directory}' is open to others ({info.UnixFileMode}): it must be its user's "
                    + "alone (mode 700).");
        }

        if (DirectoryOwner.IsAnother(directory))
        {
            throw new IOException($"The cache directory '{directory}' is another user's.");
        }

        // With a key that is kept elsewhere, nothing that others put there counts.
        if (holdsKey)
        {
            DirectoriesAbove.Check(directory);
        }
    }

    /// <summary>Makes a file that was not there, for the owner alone.</summary>
    public static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>The key that is kept in a directory; made where there is none.</summary>
    /// <exception cref="IOException">It is no key, or cannot be made.</exception>
    public static byte[] ReadOrCreateKey(string directory)
    {
        string path = Path.Combine(directory, KeyName);
        if (!File.Exists(path))
        {
            CreateKey(directory, path);
        }

        byte[] key = File.ReadAllBytes(path);
        return key.Length == KeyBytes
            ? key
            : throw new IOException(
                $"'{path}' is no key of {KeyBytes} bytes. Delete it: what it authenticated goes too.");
    }

    // Two processes may make one at once: the first counts.
    private static void CreateKey(string directory, string path)
    {
        string temporary = Path.Combine(directory, $"{KeyName}.{Guid.NewGuid():N}.tmp");
        using (FileStream file = CreateFile(temporary))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));

            // After a power cut there is a key or none, and not a file of zeros that somebody has to delete.
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
