using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>
/// The address space of one linear memory, with what compiled code may reach behind it. Memory is taken where it was
/// committed; between two uses it is made zero, or what the image has that is mapped there.
/// </summary>
/// <param name="start">The first byte.</param>
/// <param name="size">All bytes, the guard behind the memory included.</param>
internal sealed unsafe class GuestAddressSpace(byte* start, nuint size) : CriticalFinalizerObject, IDisposable
{
    private byte* _start = start;

    // Up to where memory may be held that is not usable now: what an earlier use grew to.
    private nuint _reached;

    ~GuestAddressSpace() => Release();

    public byte* Start => _start;

    public nuint Size { get; } = size;

    /// <summary>The bytes from the start that are usable.</summary>
    public nuint Committed { get; private set; }

    /// <summary>The image that is mapped at the start; null for none.</summary>
    public GuestMemoryImage? Image { get; private set; }

    /// <summary>The bytes of memory that it holds while nobody uses it.</summary>
    public nuint ResidentBytes { get; private set; }

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
        else if (length < Committed && !TryShrink(length))
        {
            return false;
        }

        Committed = length;
        _reached = Math.Max(_reached, length);
        return true;
    }

    /// <summary>Begins with an image; false where the system does not have the memory.</summary>
    public bool TryPut(GuestMemoryImage image)
    {
        if (Image == image)
        {
            return TryResize(image.Length);
        }

        if (image.File is { } file && image.Length > 0)
        {
            if (!VirtualMemory.TryMapPrivate(_start, image.Length, file))
            {
                return false;
            }

            Committed = Math.Max(Committed, image.Length);
            _reached = Math.Max(_reached, Committed);
            Image = image;
            return TryResize(image.Length);
        }

        if (!TryResize(image.Length))
        {
            return false;
        }

        image.CopyTo(_start);
        return true;
    }

    /// <summary>
    /// Makes all bytes zero, or what the image has; false where the system does not do it, and the space is of no more
    /// use.
    /// </summary>
    /// <param name="maxResident">How much of it may be cleared in place, which holds memory and spares the next user
    /// the faults. The rest is given back to the system; of an image's, all of it where more was written to.</param>
    public bool TryClear(nuint maxResident)
    {
        if (Image is { File: { } file } && maxResident > 0 && TryRestore(file, Image.Length, maxResident))
        {
            return true;
        }

        ResidentBytes = Image is null ? Math.Min(Committed, maxResident) : 0;
        NativeMemory.Clear(_start, ResidentBytes);
        nuint rest = Committed - ResidentBytes;
        if (rest == 0 || VirtualMemory.TryClear(_start + ResidentBytes, rest))
        {
            return true;
        }

        if (Image is not null || !VirtualMemory.TryDecommit(_start + ResidentBytes, rest))
        {
            return false;
        }

        Committed = ResidentBytes;
        return true;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    // Copying what was written to takes a fraction of the faults that giving it back would cost the next user.
    private bool TryRestore(MemoryFile file, nuint inFile, nuint maxResident)
    {
        List<(nuint Offset, nuint Length)> written = [];
        if ((_reached > Committed && !VirtualMemory.TryClear(_start + Committed, _reached - Committed))
            || !OwnPages.TryFind(_start, Committed, written))
        {
            return false;
        }

        _reached = Committed;
        nuint bytes = 0;
        foreach ((_, nuint length) in written)
        {
            bytes += length;
        }

        if (bytes > maxResident)
        {
            return false;
        }

        foreach ((nuint offset, nuint length) in written)
        {
            nuint end = Math.Min(Math.Max(inFile, offset), offset + length);
            if (!TryCopy(file, offset, end - offset))
            {
                return false;
            }

            NativeMemory.Clear(_start + end, offset + length - end);
        }

        ResidentBytes = bytes;
        return true;
    }

    private bool TryCopy(MemoryFile file, nuint offset, nuint length)
    {
        while (length > 0)
        {
            int read = RandomAccess.Read(file.Handle, new Span<byte>(_start + offset, (int)length), (long)offset);
            if (read <= 0)
            {
                return false;
            }

            offset += (nuint)read;
            length -= (nuint)read;
        }

        return true;
    }

    // What is beyond is zero, because it was cleared: it may stay where it is.
    private bool TryShrink(nuint length) =>
        VirtualMemory.TryProtect(_start + length, Committed - length)
            || VirtualMemory.TryDecommit(_start + length, Committed - length);

    private void Release()
    {
        if (_start is not null)
        {
            VirtualMemory.Release(_start, Size);
            _start = null;
        }
    }
}
