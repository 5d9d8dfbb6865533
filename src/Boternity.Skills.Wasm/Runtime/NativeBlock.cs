using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A block of native memory. Who holds the object holds the block; the last resort is the finalizer.</summary>
internal sealed unsafe class NativeBlock : CriticalFinalizerObject, IDisposable
{
    private byte* _pointer;
    private nuint _committed;

    /// <param name="size">Bytes.</param>
    /// <param name="zeroed">Whether the block must be zero at the start.</param>
    /// <exception cref="OutOfMemoryException">The system does not have it.</exception>
    public NativeBlock(nuint size, bool zeroed)
    {
        Size = size;
        _pointer = (byte*)(zeroed ? NativeMemory.AllocZeroed(size) : NativeMemory.Alloc(size));
        _committed = size;
        GC.AddMemoryPressure((long)size);
    }

    private NativeBlock(byte* pointer, nuint size)
    {
        Size = size;
        _pointer = pointer;
        IsReserved = true;
    }

    ~NativeBlock() => Release();

    public byte* Pointer => _pointer;

    /// <summary>Bytes, of which a reserved block has memory only for those that were committed.</summary>
    public nuint Size { get; }

    /// <summary>Whether it takes memory only for what was committed.</summary>
    public bool IsReserved { get; }

    /// <summary>Bytes that it may take of the system's memory.</summary>
    public nuint Committed => _committed;

    /// <summary>A block that takes address space but no memory until that is committed; null where the system does not
    /// give it.</summary>
    public static NativeBlock? TryReserve(nuint size)
    {
        byte* pointer = VirtualMemory.TryReserve(size);
        return pointer is null ? null : new NativeBlock(pointer, size);
    }

    /// <summary>
    /// Makes the first bytes of the block usable; false where the system does not have the memory. The collector is not
    /// told: a run takes and gives back such a block each time, and would have all generations collected for it.
    /// </summary>
    public bool TryCommit(nuint length)
    {
        if (length <= _committed)
        {
            return true;
        }

        nuint added = length - _committed;
        if (!VirtualMemory.TryCommit(_pointer + _committed, added))
        {
            return false;
        }

        _committed = length;
        return true;
    }

    /// <summary>Whether it holds a file's contents: it is no longer one of the zeroed blocks.</summary>
    public bool IsMapped { get; private set; }

    /// <summary>
    /// Puts a file's contents at the start of a reserved block; false where the system does not do it.
    /// </summary>
    public bool TryMap(MemoryFile file, nuint length)
    {
        if (!IsReserved || length > _committed || !VirtualMemory.TryMapPrivate(_pointer, length, file))
        {
            return false;
        }

        IsMapped = true;
        return true;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        byte* pointer = _pointer;
        if (pointer is null)
        {
            return;
        }

        _pointer = null;
        if (IsReserved)
        {
            VirtualMemory.Release(pointer, Size);
        }
        else
        {
            NativeMemory.Free(pointer);
            GC.RemoveMemoryPressure((long)_committed);
        }
    }
}
