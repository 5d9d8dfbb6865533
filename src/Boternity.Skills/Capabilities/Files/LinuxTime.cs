using System.Runtime.InteropServices;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>struct statx_timestamp (linux/stat.h).</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct LinuxTime
{
    public long Seconds;
    public uint Nanoseconds;

    /// <summary>
    /// The time, to 100 ns; what no <see cref="DateTimeOffset"/> can say becomes the nearest that one can.
    /// </summary>
    public readonly DateTimeOffset ToTime() => DateTimeOffset
        .FromUnixTimeSeconds(
            Math.Clamp(
                Seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds() - 1))
        .AddTicks(Nanoseconds / 100);
}
