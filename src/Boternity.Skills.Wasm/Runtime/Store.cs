using System.Diagnostics;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// The state of one invocation: its instances and all they own, and what holds them (fuel, time, memory, stack). One
/// thread at a time uses it.
/// </summary>
internal sealed unsafe class Store : IDisposable
{
    private readonly RuntimeServices _services;
    private readonly FuelMeter _fuel;
    private readonly MemoryBudget _memory;
    private readonly ReferenceTable _references;
    private readonly List<NativeBlock> _blocks = [];
    private readonly List<Memory> _memories = [];
    private readonly long _deadline;

    // The same by the system's coarse clock (milliseconds), which costs a third and is late by a tick, some 4 ms or 16
    // ms: the exact one is asked only when this is over.
    private readonly long _coarseDeadline = long.MaxValue;
    private bool _disposed;

    internal Store(RuntimeServices services, StoreOptions options)
    {
        _services = services;
        Options = options;
        Tier = services.Tier;
        _fuel = new FuelMeter(options.Fuel);
        _memory = new MemoryBudget(options.MaxMemoryBytes, options.SharedMemory);
        _references = new ReferenceTable(this);
        Stack = new GuestStack(services.Blocks, services.StackBytes);
        NativeStack = new NativeStackGuard(services.StackBytes, services.MaxReentryDepth);
        if (options.Timeout is { } timeout)
        {
            _coarseDeadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
            _deadline = Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        }
    }

    public StoreOptions Options { get; }

    /// <summary>The fuel that is left. Setting it gives the guests new fuel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Fuel
    {
        get => _fuel.Left;
        set => _fuel.Refill(value);
    }

    /// <summary>The fuel that all runs have used. The same module and input use the same on every machine and every
    /// tier.</summary>
    public long FuelConsumed => _fuel.Consumed;

    /// <summary>Bytes that the guests hold now.</summary>
    public long MemoryBytes => _memory.Held;

    /// <summary>The most bytes that the guests ever held.</summary>
    public long PeakMemoryBytes => _memory.Peak;

    /// <summary>Which limit refused the guests memory, if one did.</summary>
    public MemoryRefusal MemoryRefusal => _memory.Refusal;

    internal ExecutionTier Tier { get; }

    internal BlockPool Blocks => _services.Blocks;

    /// <summary>Where the guests' frames stand.</summary>
    internal GuestStack Stack { get; }

    /// <summary>What compiled code may use of the thread's stack.</summary>
    internal NativeStackGuard NativeStack { get; }

    /// <summary>Fuel not handed out; a running guest holds a slice of its own.</summary>
    internal long FuelLeft
    {
        get => _fuel.Left;
        set => _fuel.Left = value;
    }

    /// <summary>Uses fuel on behalf of the guest, from a host function.</summary>
    /// <exception cref="WasmTrapException">There is not that much left.</exception>
    public void ConsumeFuel(long units) => _fuel.Consume(units);

    /// <summary>Stops the guest if its time is over or its run was cancelled. Called at least every few hundred
    /// microseconds.</summary>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public void CheckInterrupt()
    {
        if (Options.CancellationToken.IsCancellationRequested)
        {
            ThrowHelper.Trap(TrapCode.Cancelled);
        }

        if (_coarseDeadline != long.MaxValue
            && Environment.TickCount64 >= _coarseDeadline
            && Stopwatch.GetTimestamp() >= _deadline)
        {
            ThrowHelper.Trap(TrapCode.DeadlineExceeded);
        }
    }

    /// <summary>The handle of a reference to a function; 0 for null.</summary>
    public ulong ToHandle(Function? function) => _references.ToHandle(function);

    /// <summary>The function that a handle refers to; null for 0.</summary>
    public Function? ResolveFunction(ulong handle) => _references.ResolveFunction(handle);

    /// <summary>The handle of a reference to an object of the host; 0 for null. The store holds the object as long as
    /// it lives.</summary>
    public ulong AddExtern(object? value) => _references.AddExtern(value);

    /// <summary>The object that an externref's handle refers to; null for 0.</summary>
    public object? GetExtern(ulong handle) => _references.GetExtern(handle);

    /// <summary>Frees all that the store's instances own, or gives it back to the engine's pool. Nothing of the store
    /// may be used afterwards.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        if (NativeStack.Depth > 0)
        {
            throw new InvalidOperationException("The store's guest is running.");
        }

        _disposed = true;
        _memory.ReturnShared();
        foreach (Memory memory in _memories)
        {
            memory.Release();
        }

        Stack.Release();
        foreach (NativeBlock block in _blocks)
        {
            block.Dispose();
        }
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    internal void Add(Memory memory) => _memories.Add(memory);

    internal Instance GetInstance(uint number) => _references.GetInstance(number);

    /// <summary>Gives an instance its number.</summary>
    internal uint Register(Instance instance) => _references.Register(instance);

    internal void EnsureStack()
    {
        ThrowIfDisposed();
        Stack.Ensure();
    }

    /// <summary>Gives back what is left of the fuel that a guest holds, or takes what it used too much, and hands out
    /// the next slice.</summary>
    /// <exception cref="WasmTrapException">There is no fuel left, or the guest must stop.</exception>
    internal int TakeSlice(long held, int most)
    {
        _fuel.TakeBack(held);
        CheckInterrupt();
        return _fuel.HandOut(most);
    }

    /// <summary>Takes memory from the store's limit, or answers false.</summary>
    internal bool TryReserve(long bytes) => _memory.TryReserve(bytes);

    internal void Unreserve(long bytes) => _memory.Unreserve(bytes);

    /// <summary>Takes memory from the store's limit for what the host's heap holds for the guests beside memories and
    /// tables.</summary>
    /// <exception cref="WasmTrapException">The limit does not allow it.</exception>
    internal void ReserveHost(long bytes)
    {
        if (!_memory.TryReserveHost(bytes))
        {
            ThrowHelper.Trap(TrapCode.HostMemoryExhausted);
        }
    }

    /// <summary>As <see cref="ReserveHost"/>, while instances are made.</summary>
    /// <exception cref="WasmLinkException">The limit does not allow it.</exception>
    internal void ReserveForInstance(long bytes)
    {
        if (!_memory.TryReserveHost(bytes))
        {
            string limit = $"the store's limit of {Options.MaxMemoryBytes} bytes";
            throw new WasmLinkException($"an instance of {bytes} bytes exceeds {limit}")
            {
                MemoryLimit = Options.MaxMemoryBytes,
            };
        }
    }

    /// <summary>Ends the guest: what all share has no memory left for the program's code.</summary>
    /// <exception cref="WasmTrapException">Always.</exception>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    internal void RefuseShared()
    {
        _memory.RefuseShared();
        throw new WasmTrapException(TrapCode.HostMemoryExhausted);
    }

    /// <summary>As <see cref="ReserveHost"/>, or answers false.</summary>
    internal bool TryReserveHost(long bytes) => _memory.TryReserveHost(bytes);

    internal void UnreserveHost(long bytes) => _memory.UnreserveHost(bytes);

    /// <summary>Zeroed slots that live as long as the store: globals. Few come from the end of the stack, many from a
    /// block of their own.</summary>
    internal ulong* AllocateCells(int count)
    {
        EnsureStack();
        nuint bytes = (nuint)count * sizeof(ulong);
        ulong* cells = NativeStack.Depth == 0 ? Stack.TryTakeCells(bytes) : null;
        if (cells is not null)
        {
            return cells;
        }

        var block = new NativeBlock(bytes, zeroed: true);
        _blocks.Add(block);
        return (ulong*)block.Pointer;
    }
}
