using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasmtime.Memory;
using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>
/// A guest that runs in a store of Wasmtime. What a function of the host throws is kept here while Wasmtime unwinds the
/// guest: no exception passes through native frames.
/// </summary>
internal sealed class WasmtimeGuest : Guest, IMemoryOwner
{
    private readonly CancellationToken _cancellationToken;
    private readonly List<LinearMemory> _memories = [];
    private readonly SkillLimits _limits;
    private readonly long _deadline;
    private long _fuel;
    private long _fuelAtEntry;
    private long _heldForCall;

    /// <param name="options">What the guest can reach.</param>
    /// <param name="limits">What it may use; its time begins now.</param>
    /// <param name="shared">The memory that all runs share; null for no such limit.</param>
    /// <param name="cancellationToken">Is cancelled when the run is over, or its caller gave up.</param>
    public WasmtimeGuest(
        GuestOptions options, SkillLimits limits, GuestMemoryBudget? shared, CancellationToken cancellationToken)
        : base(options)
    {
        _cancellationToken = cancellationToken;
        _limits = limits;
        _deadline = Stopwatch.GetTimestamp() + (long)(limits.Timeout.TotalSeconds * Stopwatch.Frequency);
        Budget = new MemoryBudget(limits.MaxMemoryBytes, shared);
    }

    /// <summary>The guest whose code runs on this thread.</summary>
    public static WasmtimeGuest Current => (WasmtimeGuest)MemoryCreator.Owner!;

    public override CancellationToken CancellationToken => _cancellationToken;

    public MemoryBudget Budget { get; }

    /// <summary>The linear memories, in the order in which they were made.</summary>
    public IReadOnlyList<LinearMemory> Memories => _memories;

    /// <summary>The host's objects that the guest has handles of.</summary>
    public ResourceTable Resources { get; } = new();

    /// <summary>What a function of the host threw; the guest is being stopped for it.</summary>
    public Exception? Pending { get; private set; }

    /// <summary>Whether a memory could not be made at its initial size.</summary>
    public bool WasRefusedMemory { get; set; }

    /// <summary>Gets or sets what its memory begins with; null for zeros.</summary>
    public GuestMemoryImage? Image { get; set; }

    /// <summary>Gets or sets the store that the guest runs in.</summary>
    public nint Context { get; set; }

    /// <summary>
    /// Gets or sets which of its memories a core module exports for the host's functions; -1 for none.
    /// </summary>
    public int ExportedMemoryIndex { get; set; } = -1;

    /// <summary>
    /// Gets the memory that a core module exports for the host's functions; null where it exports none.
    /// </summary>
    public GuestMemory? ExportedMemory => ExportedMemoryIndex >= 0 && ExportedMemoryIndex < _memories.Count
        ? field ??= new WasmtimeGuestMemory(_memories[ExportedMemoryIndex])
        : null;

    public override long FuelLeft => _fuel;

    public override long MemoryBytesLeft => _limits.MaxMemoryBytes - Budget.Held;

    public void Add(LinearMemory memory) => _memories.Add(memory);

    /// <summary>Takes over the memories of a guest that went before in the same store.</summary>
    /// <exception cref="WasmLinkException">They are more than this one may have.</exception>
    public void TakeOver(WasmtimeGuest other)
    {
        foreach (LinearMemory memory in other._memories)
        {
            if (!Budget.TryReserve((long)memory.Length))
            {
                throw TooLarge((long)memory.Length);
            }

            memory.Budget = Budget;
            _memories.Add(memory);
        }
    }

    /// <summary>What is thrown where the limit does not allow what a program begins with.</summary>
    public WasmLinkException TooLarge(long bytes) =>
        new($"the program begins with {bytes} bytes more than the limit of {_limits.MaxMemoryBytes} bytes allows")
        {
            MemoryLimit = _limits.MaxMemoryBytes,
        };

    public override void ConsumeFuel(long units)
    {
        if (units > _fuel)
        {
            _fuel = 0;
            throw new WasmTrapException(TrapCode.OutOfFuel);
        }

        _fuel -= units;
    }

    public override void CheckInterrupt()
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            throw new WasmTrapException(TrapCode.Cancelled);
        }

        if (Stopwatch.GetTimestamp() >= _deadline)
        {
            throw new WasmTrapException(TrapCode.DeadlineExceeded);
        }
    }

    public override bool TryReserve(long bytes) => Budget.TryReserveHost(bytes);

    public override void Unreserve(long bytes) => Budget.UnreserveHost(bytes);

    /// <summary>Charges what the values of a call take of the host's memory until it is over.</summary>
    /// <exception cref="WasmTrapException">The run's memory limit does not allow it.</exception>
    public void ChargeCall(long bytes)
    {
        if (!Budget.TryReserveHost(bytes))
        {
            throw new WasmTrapException(TrapCode.HostMemoryExhausted);
        }

        _heldForCall += bytes;
    }

    /// <summary>The guest calls the host.</summary>
    public unsafe void BeginCall(nint context)
    {
        Context = context;
        ulong fuel;
        NativeError.ThrowIfAny(EngineMethods.ContextGetFuel(context, &fuel));
        _fuel = _fuelAtEntry = (long)Math.Min(fuel, long.MaxValue);
    }

    /// <summary>The call is over: what it used is settled.</summary>
    public void EndCall()
    {
        if (_fuel != _fuelAtEntry)
        {
            NativeError.ThrowIfAny(EngineMethods.ContextSetFuel(Context, (ulong)_fuel));
        }

        if (_heldForCall > 0)
        {
            Budget.UnreserveHost(_heldForCall);
            _heldForCall = 0;
        }
    }

    /// <summary>Keeps what a function of the host threw; the first one counts.</summary>
    public void Fail(Exception exception) => Pending ??= exception;

    /// <summary>Throws what a function of the host threw, if one did.</summary>
    /// <param name="frames">Where the guest was.</param>
    public void ThrowPending(IReadOnlyList<WasmFrame> frames)
    {
        if (Pending is WasmTrapException trap)
        {
            trap.Append(frames);
        }

        if (Pending is { } pending)
        {
            ExceptionDispatchInfo.Throw(pending);
        }
    }
}
