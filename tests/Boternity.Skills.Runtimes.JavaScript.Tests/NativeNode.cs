using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>The Node.js of this machine, where it has one that is new enough to compare with.</summary>
internal static class NativeNode
{
    // The first with require('node:util').parseArgs, Array.prototype.toSorted and import.meta.dirname.
    private const int LeastVersion = 20;

    private static readonly Lazy<string?> Program = new(Find);

    /// <summary>Runs a script with a folder as the current one; skips the test where there is no Node.js.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string script, IReadOnlyList<string> arguments, byte[] input, string folder)
    {
        if (Program.Value is not { } program)
        {
            Assert.Ignore($"There is no node of version {LeastVersion} or later on this machine to compare with.");
            throw new UnreachableException();
        }

        using Process process = Start(program, [script, .. arguments], folder);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await Task.WhenAll(output, error, process.WaitForExitAsync());
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "en_US.UTF-8";
        start.Environment.Remove("NODE_OPTIONS");
        start.Environment.Remove("FORCE_COLOR");
        return Process.Start(start)!;
    }

    private static string? Find()
    {
        try
        {
            using Process process = Start("node", ["-p", "process.versions.node.split('.')[0]"], Path.GetTempPath());
            process.StandardInput.Close();
            string version = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return int.TryParse(version, CultureInfo.InvariantCulture, out int number) && number >= LeastVersion
                ? "node"
                : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
