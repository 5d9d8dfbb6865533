using System.Text;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// Reads the paths of strangers into plain names. <c>..</c> is resolved on the text: no link is ever followed, so the
/// text and the disk cannot disagree.
/// </summary>
internal static class ConfinedPath
{
    /// <summary>The most bytes of a path, as UTF-8.</summary>
    public const int MaxBytes = 4096;

    private const int MaxNameBytes = 255;
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] WindowsDevices =
        [
            "CON",
            "PRN",
            "AUX",
            "NUL",
            "CONIN$",
            "CONOUT$",
            .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" }),
        ];

    /// <summary>The names of a path, from the guest's root. A relative path starts there too.</summary>
    /// <exception cref="GuestFileException">It is no path, or leads above the root
    /// (<see cref="GuestFileError.NotPermitted"/>).</exception>
    public static IReadOnlyList<string> Read(string path) => Read(path, OperatingSystem.IsWindows());

    /// <summary>
    /// The names of a path below a directory that the guest holds (WASI: an absolute path is not permitted).
    /// </summary>
    /// <exception cref="GuestFileException">It is no path, is absolute, or leads above the directory.</exception>
    public static IReadOnlyList<string> ReadRelative(string path) =>
        path.StartsWith('/') ? throw new GuestFileException(GuestFileError.NotPermitted) : Read(path);

    /// <summary>Whether a path can only mean a directory, because of how it ends.</summary>
    public static bool NamesDirectory(string path) =>
        path.EndsWith('/') || path is "." or ".." || path.EndsWith("/.", StringComparison.Ordinal)
        || path.EndsWith("/..", StringComparison.Ordinal);

    internal static IReadOnlyList<string> Read(string path, bool isWindows)
    {
        CheckText(path);
        List<string> names = [];
        foreach (string name in path.Split('/'))
        {
            switch (name)
            {
                case "" or ".":
                    break;
                case ".." when names.Count == 0:
                    throw new GuestFileException(GuestFileError.NotPermitted);
                case "..":
                    names.RemoveAt(names.Count - 1);
                    break;
                default:
                    CheckName(name, isWindows);
                    names.Add(name);
                    break;
            }
        }

        return names;
    }

    private static void CheckText(string path)
    {
        if (path.Length == 0)
        {
            throw new GuestFileException(GuestFileError.Invalid, "the path is empty");
        }

        // A backslash separates on some platforms and is a plain character on others: refusing it makes paths mean the
        // same everywhere.
        if (path.AsSpan().ContainsAny('\0', '\\'))
        {
            throw new GuestFileException(GuestFileError.Invalid, "the path contains a NUL or a backslash");
        }

        try
        {
            if (Strict.GetByteCount(path) > MaxBytes)
            {
                throw new GuestFileException(GuestFileError.NameTooLong);
            }
        }
        catch (EncoderFallbackException e)
        {
            throw new GuestFileException(GuestFileError.Invalid, "the path is not Unicode text", e);
        }
    }

    private static void CheckName(string name, bool isWindows)
    {
        if (Strict.GetByteCount(name) > MaxNameBytes)
        {
            throw new GuestFileException(GuestFileError.NameTooLong);
        }

        if (isWindows
            && (name.Any(c => c < ' ' || "<>:\"|?*".Contains(c, StringComparison.Ordinal))
                || name[^1] is '.' or ' '
                || WindowsDevices.Contains(name.Split('.')[0].TrimEnd(' '), StringComparer.OrdinalIgnoreCase)))
        {
            throw new GuestFileException(
                GuestFileError.Invalid, "a part of the path is a name that this platform gives a meaning of its own");
        }
    }
}
