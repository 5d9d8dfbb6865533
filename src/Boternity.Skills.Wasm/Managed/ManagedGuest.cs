using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Managed;

/// <summary>A guest that runs in a <see cref="Store"/> of the managed engine.</summary>
internal sealed class ManagedGuest : Guest
{
    private readonly ManagedGuestMemory _memory = new();
    private readonly CancellationToken _cancellationToken;
    private Store? _store;

    /// <param name="options">What the guest can reach.</param>
    /// <param name="cancellationToken">Is cancelled when the run is over, or its caller gave up.</param>
    public ManagedGuest(GuestOptions options, CancellationToken cancellationToken)
        : base(options) => _cancellationToken = cancellationToken;

    public override CancellationToken CancellationToken => _cancellationToken;

    /// <summary>The store, once it was made: its options name this guest as its state.</summary>
    public Store Store => _store ?? throw new InvalidOperationException("The guest's store was not made yet.");

    public void RunIn(Store store) => _store = store;

    public override long FuelLeft => Store.Fuel;

    public override long MemoryBytesLeft => Store.Options.MaxMemoryBytes - Store.MemoryBytes;

    public override void ConsumeFuel(long units) => Store.ConsumeFuel(units);

    public override void CheckInterrupt() => Store.CheckInterrupt();

    public override bool TryReserve(long bytes) => Store.TryReserveHost(bytes);

    public override void Unreserve(long bytes) => Store.UnreserveHost(bytes);

    /// <summary>The memory of whoever calls a function of preview 1; null where it exports none.</summary>
    public GuestMemory? MemoryOf(in Caller caller) => caller.FindMemory() is { } memory ? _memory.Of(memory) : null;
}
