namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.request-options</c>: timeouts in nanoseconds, null for none.</summary>
internal sealed class WasiRequestOptions
{
    public ulong? Connect { get; set; }

    public ulong? FirstByte { get; set; }

    public ulong? BetweenBytes { get; set; }

    /// <summary>The least of them that bounds the time until the headers are there.</summary>
    public TimeSpan? Timeout => (Connect ?? FirstByte) is null ? null : TimeSpan.FromTicks((long)Math.Min(Math.Min(Connect ?? ulong.MaxValue, FirstByte ?? ulong.MaxValue) / 100, (ulong)TimeSpan.FromDays(1).Ticks));
}
