namespace Boternity.Skills.Wasm.Hosting;

/// <summary>The linear memory of a running guest, for functions that take addresses (preview 1).</summary>
internal abstract class GuestMemory
{
    /// <summary>
    /// The bytes from an address on. The span is good until the guest runs again: a call of the guest may grow the
    /// memory and move it.
    /// </summary>
    /// <exception cref="WasmTrapException">They are not all in the memory.</exception>
    public abstract Span<byte> GetSpan(ulong address, ulong length);
}
