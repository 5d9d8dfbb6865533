using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>A linear memory, for functions that take addresses. It does not move.</summary>
internal sealed unsafe class WasmtimeGuestMemory(LinearMemory memory) : GuestMemory
{
    public override Span<byte> GetSpan(ulong address, ulong length)
    {
        if (length > memory.Length || address > memory.Length - length || length > int.MaxValue)
        {
            throw new WasmTrapException(TrapCode.MemoryOutOfBounds);
        }

        return new Span<byte>(memory.Start + address, (int)length);
    }
}
