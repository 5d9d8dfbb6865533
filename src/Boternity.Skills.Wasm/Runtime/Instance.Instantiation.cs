namespace Boternity.Skills.Wasm.Runtime;

/// <content>How an instance is made (core specification, section 4.5.4).</content>
internal sealed unsafe partial class Instance
{
    /// <summary>Makes an instance from imports that were already found, in the order of the module's import section.</summary>
    /// <exception cref="WasmLinkException">An import is of another type, or the store's limit does not allow the initial sizes.</exception>
    /// <exception cref="WasmTrapException">A segment does not fit, or the start function trapped.</exception>
    public static Instance Create(Store store, Module module, ReadOnlySpan<Extern> imports)
    {
        store.ThrowIfDisposed();
        throw new NotImplementedException();
    }
}
