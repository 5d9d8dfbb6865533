using System.IO.Abstractions;

namespace Boternity.Skills.Permissions;

/// <summary>
/// Reads whole files, within a bound. What is a pipe, a socket or a device is not opened: it could wait for ever, or
/// never end. And of a link the opened file says how long it is, not the link.
/// </summary>
internal static class PlainFile
{
    /// <summary>The bytes of a file; null when it has more than the limit.</summary>
    /// <exception cref="IOException">It is not there, cannot be read, or is no file
    /// (<see cref="SpecialFileException"/>).</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a directory.</exception>
    public static byte[]? Read(IFileSystem fileSystem, string path, long maxBytes)
    {
        using FileSystemStream stream = Open(fileSystem, path, FileOptions.SequentialScan);
        if (stream.Length > maxBytes)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc cref="Read"/>
    public static async ValueTask<byte[]?> ReadAsync(
        IFileSystem fileSystem, string path, long maxBytes, CancellationToken cancellationToken)
    {
        FileSystemStream stream = Open(fileSystem, path, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > maxBytes)
            {
                return null;
            }

            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }

    /// <summary>The text of a file, in UTF-8 unless it begins with another mark; null when it has more bytes than the
    /// limit.</summary>
    /// <inheritdoc cref="Read"/>
    public static async ValueTask<string?> ReadTextAsync(
        IFileSystem fileSystem, string path, long maxBytes, CancellationToken cancellationToken)
    {
        byte[]? bytes = await ReadAsync(fileSystem, path, maxBytes, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            return null;
        }

        using var reader = new StreamReader(new MemoryStream(bytes, writable: false));
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a file to read it.</summary>
    /// <inheritdoc cref="Read"/>
    public static FileSystemStream Open(IFileSystem fileSystem, string path, FileOptions options = FileOptions.None)
    {
        ThrowIfSpecial(path);
        return fileSystem.FileStream.New(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, options);
    }

    /// <summary>Throws for what is there and is neither a file nor a directory, or a link that leads to such.</summary>
    /// <exception cref="SpecialFileException">It is a pipe, a socket, a device, or links go round in a
    /// circle.</exception>
    public static void ThrowIfSpecial(string path)
    {
        if (!OperatingSystem.IsWindows() && UnixFileType.IsSpecial(path))
        {
            throw new SpecialFileException(path);
        }
    }
}

/// <summary>Where a file was looked for is a pipe, a socket, a device, or a circle of links.</summary>
internal sealed class SpecialFileException(string path)
    : IOException($"'{path}' is not a file, but a pipe, a socket, a device or a circle of links");
