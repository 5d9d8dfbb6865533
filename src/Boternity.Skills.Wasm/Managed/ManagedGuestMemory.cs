using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Managed;

/// <summary>
/// A memory of the managed engine, for functions that take addresses. One serves a run: it is pointed at who calls.
/// </summary>
internal sealed class ManagedGuestMemory : GuestMemory
{
    private Memory? _memory;

    public ManagedGuestMemory Of(Memory memory)
    {
        _memory = memory;
        return this;
    }

    public override Span<byte> GetSpan(ulong address, ulong length) => _memory!.GetSpan(address, length);
}
