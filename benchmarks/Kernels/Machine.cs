using System.Runtime.InteropServices;

namespace Boternity.Skills.Benchmarks.Kernels;

internal static class Machine
{
    /// <summary>What figures were measured on: processor, number of cores, system, runtime.</summary>
    public static string Describe() =>
        $"{FindProcessor() ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, "
            + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string? FindProcessor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        if (!File.Exists(CpuInfo))
        {
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        }
        string? line = File.ReadLines(CpuInfo)
            .FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
