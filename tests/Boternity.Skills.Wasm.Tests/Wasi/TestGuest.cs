using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Tests.Wasi;

/// <summary>A guest that no engine runs: fuel is counted, and memory is held to a limit.</summary>
internal sealed class TestGuest(
    GuestOptions? options = null, long maxBytes = 64 << 20) : Guest(options ?? new GuestOptions())
{
    public long Fuel { get; private set; }

    public long Reserved { get; private set; }

    public long Peak { get; private set; }

    public override CancellationToken CancellationToken => CancellationToken.None;

    public override long FuelLeft => long.MaxValue - Fuel;

    public override long MemoryBytesLeft => maxBytes - Reserved;

    public override void ConsumeFuel(long units) => Fuel += units;

    public override void CheckInterrupt()
    {
        // It has all the time there is.
    }

    public override bool TryReserve(long bytes)
    {
        if (bytes > maxBytes - Reserved)
        {
            return false;
        }

        Reserved += bytes;
        Peak = Math.Max(Peak, Reserved);
        return true;
    }

    public override void Unreserve(long bytes) => Reserved -= bytes;
}
