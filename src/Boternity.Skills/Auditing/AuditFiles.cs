using System.Globalization;
using Boternity.Skills.Permissions;

namespace Boternity.Skills.Auditing;

/// <summary>The files of an audit log and their lines.</summary>
internal static class AuditFiles
{
    public const string CurrentName = "audit.jsonl";
    public const string ClaimName = "audit.lock";
    public const string SealName = "audit.seal";
    private const string Prefix = "audit-";
    private const string Suffix = ".jsonl";

    /// <summary>How a file of the log is opened: what is made is the owner's alone.</summary>
    public static FileStreamOptions Options(FileMode mode, FileShare share)
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

    /// <summary>The lines of a file without their ends, and last, where there is one, a line that has none.</summary>
    public static IEnumerable<(byte[] Line, bool IsWhole)> ReadLines(Stream stream)
    {
        using var line = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is var read and > 0)
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
