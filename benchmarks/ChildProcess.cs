using System.Diagnostics;

namespace Boternity.Skills.Benchmarks;

/// <summary>Starts this program once more, whether it is a host of its own or was started by <c>dotnet</c>.</summary>
internal static class ChildProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(params string[] arguments)
    {
        string host = Environment.ProcessPath!;
        bool isRuntime = Path.GetFileNameWithoutExtension(host) == "dotnet";
        using Process process = Process.Start(new ProcessStartInfo(
            host, isRuntime ? [typeof(ChildProcess).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
