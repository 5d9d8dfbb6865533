using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// What a loaded program holds of the host's memory beside its runs: its binary, what was decoded of it, and its code
/// in every form. It is taken from what all runs of a host share before it is made, and given back at once when the
/// program goes. Safe for concurrent use.
/// </summary>
/// <param name="shared">What all runs share; null where nothing bounds them together.</param>
internal sealed class ProgramMemory(GuestMemoryBudget? shared = null)
{
    // Machine code leaves this part of what is shared to what runs cannot do without.
    private const int PartLeftByCode = 8;

    private readonly Lock _lock = new();
    private long _held;
    private long _compiled;
    private bool _isClosed;
    private long _allocatedBefore;
    private long _loaded;

    /// <summary>Gets the bytes that are held now.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_lock)
            {
                return _held;
            }
        }
    }

    /// <summary>Begins to measure what this thread allocates, which is no less than what is held in the end.</summary>
    public void BeginLoad() => _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Takes what this thread allocated since <see cref="BeginLoad"/>, or since it was last taken.</summary>
    /// <exception cref="WasmLinkException">There is not that much left.</exception>
    public void SettleLoad()
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore - _loaded;
        if (bytes <= 0)
        {
            return;
        }

        if (!TryTake(bytes))
        {
            throw new WasmLinkException($"the program needs more than the host's limit of {shared?.MaxBytes} bytes")
            {
                MemoryLimit = shared?.MaxBytes,
            };
        }

        _loaded += bytes;
    }

    /// <summary>Takes bytes, or answers false where they are not there.</summary>
    public bool TryTake(long bytes)
    {
        lock (_lock)
        {
            if (_isClosed || (shared is not null && !shared.TryTake(bytes)))
            {
                return false;
            }

            _held += bytes;
            return true;
        }
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _held -= bytes;
                shared?.Return(bytes);
            }
        }
    }

    /// <summary>Takes bytes for machine code.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="max">The most that the program's machine code may hold.</param>
    /// <exception cref="CodeMemoryException">They are not there.</exception>
    public void TakeCompiled(long bytes, long max)
    {
        lock (_lock)
        {
            if (bytes > max - _compiled)
            {
                throw new CodeMemoryException(
                    $"A program whose machine code holds {_compiled} of {max} bytes already stays as it is.",
                    isLasting: true);
            }

            if (shared?.MaxBytes - shared?.HeldBytes - bytes < shared?.MaxBytes / PartLeftByCode || !TryTake(bytes))
            {
                throw new CodeMemoryException(
                    $"There is no memory left for {bytes} bytes of machine code.", isLasting: false);
            }

            _compiled += bytes;
        }
    }

    /// <summary>Gives back what was taken for machine code and is not needed.</summary>
    public void ReturnCompiled(long bytes)
    {
        lock (_lock)
        {
            _compiled -= bytes;
            Return(bytes);
        }
    }

    /// <summary>Gives all back: the program goes. Nothing can be taken any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Return(_held);
            _isClosed = true;
        }
    }
}
