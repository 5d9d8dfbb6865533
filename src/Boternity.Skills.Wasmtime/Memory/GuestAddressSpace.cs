using System.Runtime.ConstrainedExecution;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>
/// The address space of one linear memory, with what compiled code may reach behind it. Memory is taken where it was
/// committed; between two uses it is given back, so that what is committed anew is zero.
/// </summary>
/// <param name="start">The first byte.</param>
/// <param name="size">All bytes, the guard behind the memory included.</param>
internal sealed unsafe class GuestAddressSpace(byte* start, nuint size) : CriticalFinalizerObject, IDisposable
{
    private byte* _start = start;

    ~GuestAddressSpace() => Release();

    public byte* Start => _start;

    public nuint Size { get; } = size;

    /// <summary>The bytes from the start that are usable.</summary>
    public nuint Committed { get; private set; }

    /// <summary>Null where the system does not give the address space.</summary>
    public static GuestAddressSpace? TryReserve(nuint size)
    {
        byte* start = VirtualMemory.TryReserve(size);
        return start is null ? null : new GuestAddressSpace(start, size);
    }

    /// <summary>Makes exactly the first bytes usable; false where the system does not have the memory.</summary>
    public bool TryResize(nuint length)
    {
        if (length > Committed)
        {
            if (!VirtualMemory.TryCommit(_start + Committed, length - Committed))
            {
                return false;
            }
        }
        else if (length < Committed && !VirtualMemory.TryDecommit(_start + length, Committed - length))
        {
            return false;
        }

        Committed = length;
        return true;
    }

    /// <summary>Makes all bytes zero; false where the system does not do it, and the space is of no more use.</summary>
    public bool TryClear()
    {
        if (Committed == 0 || VirtualMemory.TryClear(_start, Committed))
        {
            return true;
        }

        return TryResize(0);
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_start is not null)
        {
            VirtualMemory.Release(_start, Size);
            _start = null;
        }
    }
}
