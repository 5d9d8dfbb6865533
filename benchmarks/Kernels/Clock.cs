using System.Diagnostics;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>What time is measured with.</summary>
internal abstract class Clock
{
    public static readonly Clock Wall = new WallClock();

    /// <summary>
    /// The processor time of this process, all threads: for a machine that has other work to do as well.
    /// </summary>
    public static readonly Clock Processor = new ProcessorClock();

    public abstract string Name { get; }

    /// <summary>A moment; only the difference of two means something.</summary>
    public abstract TimeSpan Now { get; }

    public TimeSpan Since(TimeSpan start) => Now - start;

    private sealed class WallClock : Clock
    {
        public override string Name => "wall";

        public override TimeSpan Now => Stopwatch.GetElapsedTime(0);
    }

    private sealed class ProcessorClock : Clock
    {
        public override string Name => "processor";

        public override TimeSpan Now =>
            OperatingSystem.IsWindows() || OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
                ? Environment.CpuUsage.TotalTime
                : throw new PlatformNotSupportedException("The processor time cannot be read here.");
    }
}
