using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary><c>wasi:http/types.request-options</c>: timeouts in nanoseconds, null for none.</summary>
internal sealed class WasiRequestOptions(Guest guest) : HostObject(guest, Bytes)
{
    private const long Bytes = 128;
    private const ulong NanosecondsPerTick = 100;

    public ulong? Connect { get; set; }

    public ulong? FirstByte { get; set; }

    public ulong? BetweenBytes { get; set; }

    /// <summary>The least of them that bounds the time until the headers are there; at most a day.</summary>
    public TimeSpan? Timeout
    {
        get
        {
            if (Connect is null && FirstByte is null)
            {
                return null;
            }

            ulong least = Math.Min(Connect ?? ulong.MaxValue, FirstByte ?? ulong.MaxValue);
            return TimeSpan.FromTicks((long)Math.Min(least / NanosecondsPerTick, (ulong)TimeSpan.TicksPerDay));
        }
    }
}
