using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>Runs kernels in V8: one process of Node.js a round, which runs kernels.mjs.</summary>
internal sealed class NodeRounds(string folder, Clock clock)
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "kernels.mjs");

    /// <summary>The version of Node.js, or null where there is none.</summary>
    public static string? FindVersion()
    {
        try
        {
            return Start("--version").Trim();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public KernelTimes Run(Kernel kernel, int n)
    {
        string output = Start(
            Script,
            Path.Combine(folder, kernel.Name + ".wasm"),
            kernel.SmallN.ToString(CultureInfo.InvariantCulture),
            n.ToString(CultureInfo.InvariantCulture),
            clock.Name);
        using JsonDocument json = JsonDocument.Parse(output);
        TimeSpan Milliseconds(string name) => TimeSpan.FromMilliseconds(json.RootElement.GetProperty(name).GetDouble());
        long result = long.Parse(json.RootElement.GetProperty("result").GetString()!, CultureInfo.InvariantCulture);
        return new KernelTimes(Milliseconds("load"), Milliseconds("first"), Milliseconds("warm"), result, 0);
    }

    private static string Start(params string[] arguments)
    {
        using Process process =
            Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"node {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
