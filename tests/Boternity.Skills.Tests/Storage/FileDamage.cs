using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Storage;

/// <summary>What can be wrong with a file, one thing at a time.</summary>
/// <param name="Name">Which.</param>
/// <param name="Apply">Does it to the file at a path.</param>
internal sealed partial record FileDamage(string Name, Action<string> Apply)
{
    private const int Seeds = 4;

    /// <summary>Every kind that this system knows.</summary>
    public static IReadOnlyList<FileDamage> All { get; } =
    [
        Of("empty", static _ => []),
        Of("half", static bytes => bytes[..(bytes.Length / 2)]),
        Of("longer", static bytes => [.. bytes, .. "}\0x"u8]),
        Of("zeros", static bytes => new byte[bytes.Length]),
        Of("deep", static _ => Encoding.UTF8.GetBytes(new string('[', 100_000))),
        Of("null", static _ => "null"u8.ToArray()),
        Of("surrogate", static bytes => Replace(bytes, "{", "{\"\\ud800x\":1,")),
        Of("surrogate text", static bytes => Replace(bytes, ": \"", ": \"\\udc00")),
        .. Enumerable.Range(0, Seeds).Select(static seed => Of($"flips {seed}", bytes => Flip(bytes, seed))),
        .. Enumerable.Range(0, Seeds).Select(static seed => Of($"nulls {seed}", bytes => Null(bytes, seed))),
        new("large", static path =>
        {
            using FileStream file = File.OpenWrite(path);
            file.SetLength(200L << 20);
        }),
        new("directory", static path =>
        {
            File.Delete(path);
            Directory.CreateDirectory(path);
        }),
        new("missing", File.Delete),
        .. OperatingSystem.IsWindows() ? Array.Empty<FileDamage>() :
        [
            Link("link to nothing", static path => path + "-nothing"),
            Link("link to itself", static path => path),
            Link("link to a device", static _ => "/dev/zero"),
            new("pipe", static path =>
            {
                File.Delete(path);
                using var make = Process.Start("mkfifo", path);
                make.WaitForExit();
            }),
        ],
    ];

    /// <summary>Does it to a file, runs something, and makes it whole again.</summary>
    public async Task DuringAsync(string path, Func<Task> run)
    {
        byte[] whole = await File.ReadAllBytesAsync(path);
        Apply(path);
        try
        {
            await run();
        }
        finally
        {
            if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, whole);
        }
    }

    private static FileDamage Of(string name, Func<byte[], byte[]> change) =>
        new(name, path => File.WriteAllBytes(path, change(File.ReadAllBytes(path))));

    private static FileDamage Link(string name, Func<string, string> target) => new(name, path =>
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, target(path));
    });

    private static byte[] Replace(byte[] bytes, string from, string to)
    {
        string text = Encoding.UTF8.GetString(bytes);
        int at = text.IndexOf(from, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(at < 0 ? text : $"{text[..at]}{to}{text[(at + from.Length)..]}");
    }

    private static byte[] Flip(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 1 + (bytes.Length / 200) && bytes.Length > 0; i++)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    // One of the values of a JSON text.
    private static byte[] Null(byte[] bytes, int seed)
    {
        string text = Encoding.UTF8.GetString(bytes);
        MatchCollection values = JsonValue().Matches(text);
        if (values.Count == 0)
        {
            return bytes;
        }

        Group value = values[new Random(seed).Next(values.Count)].Groups[1];
        return Encoding.UTF8.GetBytes($"{text[..value.Index]}null{text[(value.Index + value.Length)..]}");
    }

    [GeneratedRegex("""\":\s*("[^"]*"|[0-9]+|\[[^\[\]]*\]|\{[^{}]*\})""")]
    private static partial Regex JsonValue();
}
