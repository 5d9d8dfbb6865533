using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Measures how much of the thread's stack compiled code takes. The JIT decides that, and a function can look at the
/// stack only when its frame is there already: what is too large for the reserve below the limit must never be called.
/// The code is called once with a stack that looks exhausted: it asks for more, which tells where its frame ends, is
/// refused, and leaves.
/// </summary>
internal static unsafe class FrameProbe
{
    /// <summary>Bytes from here to what a function calls.</summary>
    public static int Measure(RuntimeServices services, FuncType type, CompiledCode code) =>
        Measure(services, Math.Max(type.ParameterSlots, type.ResultSlots), (instance, frame) =>
            ((delegate*<Instance, nint, long, nint, long>)code.FromSlots)(instance, frame, 0, code.Address));

    /// <summary>Bytes from here to what the code of a region calls.</summary>
    public static int Measure(RuntimeServices services, nint region) =>
        Measure(services, 0,
            (instance, frame) => ((delegate*<Instance, nint, long, nint, RegionExit>)region)(instance, frame, 0, 0));

    private static int Measure(RuntimeServices services, int slots, Action<Instance, nint> call)
    {
        byte here;
        nint end = 0;
        using var store = new Store(services, new StoreOptions());
        store.NativeStack.OnDeepen = address => end = address;
        store.NativeStack.Limit = nint.MaxValue;
        var empty = new Module(services,
            new ModuleDefinition { Bytes = ReadOnlyMemory<byte>.Empty, Features = WasmFeatures.Mvp });
        Instance instance = Instantiator.Create(store, empty, []);
        void* frame = NativeMemory.AllocZeroed((nuint)(slots + 1), sizeof(ulong));
        try
        {
            call(instance, (nint)frame);
        }
        finally
        {
            NativeMemory.Free(frame);
        }

        if (end == 0)
        {
            throw new InvalidProgramException("The code did not look at the stack.");
        }

        return (int)((nint)(&here) - end);
    }
}
