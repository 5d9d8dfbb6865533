using System.Diagnostics;
using System.Globalization;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>The Python of this machine, where it has one that is new enough to compare with.</summary>
internal static class NativePython
{
    private static readonly Lazy<string?> Program = new(Find);

    /// <summary>Runs a script with a folder as the current one; skips the test where there is no Python.</summary>
    public static async Task<(int ExitCode, byte[] Output, string Error)> RunAsync(
        string script, IReadOnlyList<string> arguments, byte[] input, string folder)
    {
        if (Program.Value is not { } program)
        {
            Assert.Ignore("There is no python3 of version 3.11 or later on this machine to compare with.");
            throw new UnreachableException();
        }

        using Process process = Start(program, [script, .. arguments], folder);
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await Task.WhenAll(reading, error, process.WaitForExitAsync());
        return (process.ExitCode, output.ToArray(), await error);
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys
            .Where(static name => name.StartsWith("PYTHON", StringComparison.Ordinal))
            .ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PYTHONUTF8"] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        return Process.Start(start)!;
    }

    private static string? Find()
    {
        try
        {
            using Process process = Start(
                "python3", ["-c", "import sys, sqlite3, lzma; print(sys.version_info[0] * 100 + sys.version_info[1])"],
                Path.GetTempPath());
            process.StandardInput.Close();
            string version = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return int.TryParse(version, CultureInfo.InvariantCulture, out int number) && number >= 311
                ? "python3"
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
