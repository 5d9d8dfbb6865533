namespace Boternity.Skills.Wasm.Runtime;

/// <summary>The slots where the frames of a store's guests stand, in both tiers. Its end serves for globals.</summary>
internal sealed unsafe class GuestStack(BlockPool blocks, int bytes)
{
    // Globals up to this many bytes come from the stack's end.
    private const nuint MaxCellBytes = 16 << 10;

    private NativeBlock? _block;

    /// <summary>The last place where compiled code may begin; see <see cref="NativeStackGuard"/>.</summary>
    public byte* FrameLimit;

    /// <summary>At a trap, where the innermost frame of compiled code that the backtrace does not have yet begins, or
    /// what it called.</summary>
    public byte* TrapFrame;

    /// <summary>Where the next run's first frame goes.</summary>
    public byte* Top { get; set; }

    /// <summary>The end of what frames may use.</summary>
    public byte* Limit { get; private set; }

    /// <summary>Takes the slots' memory, if that was not done before.</summary>
    public void Ensure()
    {
        if (_block is not null)
        {
            return;
        }

        _block = blocks.RentStack((ulong)bytes);
        Top = _block.Pointer;
        Limit = _block.Pointer + _block.Size;
        FrameLimit = Limit - ((nint)_block.Size / 2);
    }

    /// <summary>Zeroed slots from the end, where there are few; otherwise null. No frame may be in use.</summary>
    public ulong* TryTakeCells(nuint size)
    {
        if (size > MaxCellBytes || (nuint)(Limit - Top) / 2 <= size)
        {
            return null;
        }

        Limit -= size;
        FrameLimit -= size;
        new Span<byte>(Limit, (int)size).Clear();
        return (ulong*)Limit;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_block is not null)
        {
            blocks.ReturnStack(_block);
        }

        Top = Limit = null;
    }
}
