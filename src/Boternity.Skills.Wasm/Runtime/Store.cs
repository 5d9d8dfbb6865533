using System.Diagnostics;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// The state of one invocation: its instances and all they own, and what holds them (fuel, time, memory, stack). One
/// thread at a time uses it.
/// </summary>
internal sealed unsafe partial class Store : IDisposable
{
    private readonly RuntimeServices _services;
    private readonly List<NativeBlock> _blocks = [];
    private readonly List<Memory> _memories = [];
    private readonly long _deadline;
    private NativeBlock? _stack;
    private bool _disposed;

    internal Store(RuntimeServices services, StoreOptions options)
    {
        _services = services;
        Options = options;
        Tier = services.Tier;
        FuelLeft = options.Fuel;
        _fuelGiven = options.Fuel;
        _deadline = options.Timeout is { } timeout
            ? Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency) : long.MaxValue;
    }

    public StoreOptions Options { get; }

    internal ExecutionTier Tier { get; }

    internal BlockPool Blocks => _services.Blocks;

    internal int MaxReentryDepth => _services.MaxReentryDepth;

    /// <summary>How many runs of the guest are active on top of each other.</summary>
    internal int Depth { get; set; }

    /// <summary>Where the next run's first frame goes.</summary>
    internal byte* StackTop { get; set; }

    /// <summary>The end of what frames may use.</summary>
    internal byte* StackLimit { get; private set; }

    internal bool HasStack => _stack is not null;

    /// <summary>Frees all that the store's instances own, or gives it back to the engine's pool. Nothing of the store
    /// may be used afterwards.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        if (Depth > 0)
        {
            throw new InvalidOperationException("The store's guest is running.");
        }

        _disposed = true;
        foreach (Memory memory in _memories)
        {
            memory.Release();
        }

        if (_stack is not null)
        {
            Blocks.ReturnStack(_stack);
        }

        foreach (NativeBlock block in _blocks)
        {
            block.Dispose();
        }

        StackTop = StackLimit = null;
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    internal void Add(Memory memory) => _memories.Add(memory);

    internal void EnsureStack()
    {
        ThrowIfDisposed();
        if (_stack is not null)
        {
            return;
        }

        _stack = Blocks.RentStack((ulong)_services.StackBytes);
        StackTop = _stack.Pointer;
        StackLimit = _stack.Pointer + _stack.Size;
        FrameLimit = StackLimit - ((nint)_stack.Size / 2);
    }

    /// <summary>Zeroed slots that live as long as the store: globals. Few come from the end of the stack, many from a
    /// block of their own.</summary>
    internal ulong* AllocateCells(int count)
    {
        EnsureStack();
        nuint bytes = (nuint)count * sizeof(ulong);
        if (bytes <= 16384 && (nuint)(StackLimit - StackTop) / 2 > bytes && Depth == 0)
        {
            StackLimit -= bytes;
            FrameLimit -= bytes;
            new Span<byte>(StackLimit, (int)bytes).Clear();
            return (ulong*)StackLimit;
        }

        var block = new NativeBlock(bytes, zeroed: true);
        _blocks.Add(block);
        return (ulong*)block.Pointer;
    }
}
