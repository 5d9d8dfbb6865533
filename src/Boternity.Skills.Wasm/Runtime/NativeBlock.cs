using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A block of native memory. Who holds the object holds the block; the last resort is the finalizer.</summary>
internal sealed unsafe class NativeBlock : CriticalFinalizerObject, IDisposable
{
    private byte* _pointer;

    /// <param name="size">Bytes.</param>
    /// <param name="zeroed">Whether the block must be zero at the start.</param>
    /// <exception cref="OutOfMemoryException">The system does not have it.</exception>
    public NativeBlock(nuint size, bool zeroed)
    {
        Size = size;
        _pointer = (byte*)(zeroed ? NativeMemory.AllocZeroed(size) : NativeMemory.Alloc(size));
        GC.AddMemoryPressure((long)size);
    }

    ~NativeBlock() => Release();

    public byte* Pointer => _pointer;

    public nuint Size { get; }

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
        NativeMemory.Free(pointer);
        GC.RemoveMemoryPressure((long)Size);
    }
}
