using System.Runtime.CompilerServices;

namespace Boternity.Skills.Tests;

/// <summary>
/// Compares text with a <c>*.verified.txt</c> beside the test, by Verify's convention. A difference leaves a
/// <c>*.received.txt</c> there; run once with <c>SNAPSHOT_ACCEPT=1</c> to take what was received.
/// </summary>
internal static class Snapshot
{
    public const string AcceptVariable = "SNAPSHOT_ACCEPT";

    /// <summary>Compares, and fails the test at the first line that differs.</summary>
    /// <param name="received">What the test made. Line ends do not matter.</param>
    /// <param name="name">The file's name without <c>.verified.txt</c>; <c>Class.Method</c> of the caller when
    /// null.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public static void Verify(
        string received,
        string? name = null,
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string member = "")
    {
        string directory = DirectoryOf(sourceFile);
        string stem = Path.Combine(directory, name ?? $"{Path.GetFileNameWithoutExtension(sourceFile)}.{member}");
        string text = received.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        string verified = stem + ".verified.txt";
        string? expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (text == expected)
        {
            File.Delete(stem + ".received.txt");
            return;
        }

        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(verified, text);
            File.Delete(stem + ".received.txt");
            return;
        }

        File.WriteAllText(stem + ".received.txt", text);
        Assert.Fail(
            $"{Describe(expected, text)}{Environment.NewLine}Compare {Relative(stem)}.received.txt with .verified.txt; "
                + $"if the new text is right, run this test once with {AcceptVariable}=1 "
                + "and commit the .verified.txt.");
    }

    private static string Describe(string? expected, string received)
    {
        if (expected is null)
        {
            return "There is no verified snapshot yet.";
        }

        string[] was = expected.Split('\n');
        string[] now = received.Split('\n');
        int line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"The snapshot differs from line {line + 1}:{Environment.NewLine}"
            + $"  verified: {was.ElementAtOrDefault(line)}{Environment.NewLine}  received: "
            + $"{now.ElementAtOrDefault(line)}";
    }

    // A deterministic build writes /_/ for the root into the caller's path, so the checkout is found from the
    // assembly instead.
    private static string DirectoryOf(string sourceFile)
    {
        string path = sourceFile.Replace('\\', '/');
        int at = path.LastIndexOf("/tests/", StringComparison.Ordinal);
        return Path.GetDirectoryName(Repository.PathOf(path[(at + 1)..]))!;
    }

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
}
