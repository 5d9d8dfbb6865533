using System.Globalization;
using Boternity.Skills.Permissions;

namespace Boternity.Skills.Auditing;

/// <summary>The files of an audit log and their lines.</summary>
internal static class AuditFiles
{
    public const string CurrentName = "audit.jsonl";
    public const string ClaimName = "audit.lock";
    public const string SealName = "audit.seal";

    /// <summary>More than any line has.</summary>
    public const int MaxLineBytes = 64 * 1024 * 1024;

    private const string Prefix = "audit-";
    private const string Suffix = ".jsonl";

    /// <summary>How a file of the log is opened: what is made is the owner's alone.</summary>
    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnedDirectory.FileMode;
        }

        return options;
    }

    /// <summary>Opens a file of the log, which is no pipe and no device.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        PlainFile.ThrowIfSpecial(path);
        return new FileStream(path, Options(mode, share));
    }

    /// <summary>Opens a file of the log to read it, while others may write it.</summary>
    public static FileStream OpenRead(string path)
    {
        PlainFile.ThrowIfSpecial(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>The finished files, oldest first.</summary>
    public static IReadOnlyList<(long Number, string Path)> ListFinished(string directory) =>
        !Directory.Exists(directory)
            ? []
            : [.. Directory.EnumerateFiles(directory, $"{Prefix}*{Suffix}")
                .Select(path => (Number: NumberOf(Path.GetFileName(path)), Path: path))
                .Where(file => file.Number > 0)
                .OrderBy(file => file.Number)];

    public static string FinishedPath(string directory, long number) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D6}{Suffix}"));

    /// <summary>
    /// The lines of the first bytes of a file without their ends, and last, where there is one, a line that has none.
    /// A line that is longer than any of the log's ends the reading.
    /// </summary>
    public static IEnumerable<(byte[] Line, bool IsWhole)> ReadLines(Stream stream, long length)
    {
        using var line = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        for (long left = length;
            stream.Read(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length))) is var read and > 0;
            left -= read)
        {
            int start = 0;
            while (buffer.AsSpan(start, read - start).IndexOf((byte)'\n') is var end and >= 0)
            {
                line.Write(buffer, start, end);
                yield return (line.ToArray(), true);
                line.SetLength(0);
                start += end + 1;
            }

            line.Write(buffer, start, read - start);
            if (line.Length > MaxLineBytes)
            {
                yield return (line.ToArray(), true);
                yield break;
            }
        }

        if (line.Length > 0)
        {
            yield return (line.ToArray(), false);
        }
    }

    private static long NumberOf(string name) =>
        long.TryParse(
            name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long number)
            ? number
            : 0;
}
