using System.Globalization;
using System.Text;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python;

/// <summary>The time zones, at the place where programs look for them.</summary>
internal static class PythonTimeZones
{
    private const string GuestPath = "/usr/share/zoneinfo";

    /// <summary>
    /// Reads what build/runtimes/python/timezones.py wrote: a line <c>offset length name</c> for each file, an empty
    /// line, and the contents.
    /// </summary>
    public static ScriptMount ReadMount(ReadOnlyMemory<byte> archive)
    {
        int end = archive.Span.IndexOf("\n\n"u8);
        ReadOnlyMemory<byte> contents = archive[(end + 2)..];
        return new ScriptMount
        {
            GuestPath = GuestPath,
            Files =
            [
                .. Encoding.ASCII.GetString(archive.Span[..end]).Split('\n').Select(line =>
                {
                    string[] parts = line.Split(' ', 3);
                    return new ScriptMountFile
                    {
                        Path = parts[2],
                        Content = contents.Slice(Number(parts[0]), Number(parts[1])),
                    };
                }),
            ],
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
