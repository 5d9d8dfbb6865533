using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A linear memory.</summary>
internal sealed unsafe class Memory : Extern
{
    public const int PageBytes = 65536;

    // Growth copies this much between two looks at the clock.
    private const ulong CopyChunk = 4 << 20;

    private MemorySnapshot? _mapped;
    private NativeBlock? _block;
    private List<NativeBlock>? _retired;
    private byte* _base;
    private ulong _length;

    internal Memory(Store store, MemoryType type)
        : this(store, type, type.Limits.Minimum, null)
    {
    }

    /// <summary>A memory that holds what another one held.</summary>
    internal Memory(Store store, MemoryType type, MemorySnapshot snapshot)
        : this(store, type, snapshot.Pages, snapshot)
    {
    }

    private Memory(Store store, MemoryType type, uint pages, MemorySnapshot? snapshot)
    {
        Store = store;
        Type = type;
        _length = (ulong)pages * PageBytes;
        if (!store.TryReserve((long)_length))
        {
            throw new WasmLinkException(
                $"a memory of {pages} pages exceeds the store's limit of "
                + $"{store.Options.MaxMemoryBytes} bytes")
            {
                MemoryLimit = store.Options.MaxMemoryBytes,
            };
        }

        try
        {
            if (_length > 0)
            {
                Attach(RentBlock(_length));
                Restore(snapshot);
            }
        }
        catch (OutOfMemoryException)
        {
            store.Unreserve((long)_length);
            throw new WasmLinkException($"the system does not have a memory of {pages} pages");
        }

        store.Add(this);
    }

    public override ExternKind Kind => ExternKind.Memory;

    public Store Store { get; }

    /// <summary>The type it was made with; its minimum is the size at the start.</summary>
    public MemoryType Type { get; }

    /// <summary>The size in bytes.</summary>
    public ulong Length => _length;

    /// <summary>The size in pages of 64 KiB.</summary>
    public uint Pages => (uint)(_length / PageBytes);

    internal byte* Base => _base;

    /// <summary>A memory that the host makes.</summary>
    /// <exception cref="WasmLinkException">The store's limit does not allow the size.</exception>
    public static Memory Create(Store store, MemoryType type) => new(store, type);

    /// <summary>
    /// The bytes from <paramref name="offset"/> on. The span sees what it saw even if the memory grows meanwhile, but
    /// then no longer what the guest sees: ask again after every call of the guest.
    /// </summary>
    /// <exception cref="WasmTrapException">They are not all in the memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(ulong offset, ulong length)
    {
        if (length > _length || offset > _length - length || length > int.MaxValue)
        {
            ThrowHelper.MemoryOutOfBounds();
        }

        return new Span<byte>(_base + offset, (int)length);
    }

    /// <summary>Grows by <paramref name="pages"/>; the size before, or -1 where the type or the store's limit does not
    /// allow it.</summary>
    public int Grow(uint pages)
    {
        uint before = Pages;
        ulong after = (ulong)before + pages;
        if (after > (Type.Limits.Maximum ?? WasmLimits.MemoryPages) || after > WasmLimits.MemoryPages)
        {
            return -1;
        }

        if (pages == 0)
        {
            return (int)before;
        }

        long added = (long)pages * PageBytes;
        if (!Store.TryReserve(added))
        {
            return -1;
        }

        if (!TryExtend(after * PageBytes))
        {
            Store.Unreserve(added);
            return -1;
        }

        _length = after * PageBytes;
        return (int)before;
    }

    /// <summary>Gives the blocks back. The memory is empty afterwards.</summary>
    internal void Release()
    {
        if (_block is not null)
        {
            if (_mapped is { Written.IsLearning: true })
            {
                _mapped.Written.Observe(_base, (ulong)_mapped.Pages * PageBytes);
            }

            Store.Blocks.ReturnZeroed(_block, _length);
        }

        if (_retired is not null)
        {
            foreach (NativeBlock block in _retired)
            {
                block.Dispose();
            }
        }

        _mapped = null;
        _block = null;
        _retired = null;
        _base = null;
        _length = 0;
    }

    private void Restore(MemorySnapshot? snapshot)
    {
        if (snapshot is { File: { } file } && _block!.TryMap(file, (nuint)_length))
        {
            _mapped = snapshot;
            snapshot.Written.Prepare(_base);
            return;
        }

        snapshot?.CopyTo(this);
    }

    // What can grow has the address space for it from the start, so that it grows in place.
    private NativeBlock RentBlock(ulong length)
    {
        ulong most = Math.Min(
            (ulong)(Type.Limits.Maximum ?? WasmLimits.MemoryPages) * PageBytes, (ulong)Store.Options.MaxMemoryBytes);
        return most > length ? Store.Blocks.RentGrowable(length, most) : Store.Blocks.RentZeroed(length);
    }

    private bool TryExtend(ulong length)
    {
        if (_block is not null && length <= _block.Size)
        {
            return _block.TryCommit((nuint)length);
        }

        // A block that is replaced stays the guest's, and so its charge.
        long replaced = (long)(_block?.Size ?? 0);
        if (!Store.TryReserve(replaced))
        {
            return false;
        }

        try
        {
            Enlarge(length);
            return true;
        }
        catch (OutOfMemoryException)
        {
            Store.Unreserve(replaced);
            return false;
        }
    }

    // The old block stays until the store goes: a span that the host still holds never points to memory of somebody
    // else.
    private void Enlarge(ulong length)
    {
        NativeBlock block = RentBlock(length);
        for (ulong done = 0; done < _length; done += CopyChunk)
        {
            if (done > 0)
            {
                Store.CheckInterrupt();
            }

            ulong count = Math.Min(CopyChunk, _length - done);
            Buffer.MemoryCopy(_base + done, block.Pointer + done, count, count);
        }

        if (_block is not null)
        {
            (_retired ??= []).Add(_block);
            _mapped = null;
        }

        Attach(block);
    }

    private void Attach(NativeBlock block)
    {
        _block = block;
        _base = block.Pointer;
    }
}
