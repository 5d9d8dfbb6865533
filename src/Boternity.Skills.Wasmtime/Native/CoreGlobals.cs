namespace Boternity.Skills.Wasmtime.Native;

/// <summary>The globals that an instance of a core module exports.</summary>
/// <param name="context">The store.</param>
/// <param name="instance">The instance.</param>
internal readonly unsafe ref struct CoreGlobals(nint context, StoreItem* instance)
{
    private const byte GlobalKind = 1;

    /// <exception cref="WasmtimeFailureException">There is no such global.</exception>
    public GlobalVal Read(ReadOnlySpan<byte> name)
    {
        ExternItem item = Find(name);
        GlobalVal value = default;
        ModuleMethods.GlobalGet(context, &item.GlobalStoreId, &value);
        return value;
    }

    /// <exception cref="WasmtimeFailureException">There is no such global, or it is of another type.</exception>
    public void Write(ReadOnlySpan<byte> name, GlobalVal value)
    {
        ExternItem item = Find(name);
        NativeError.ThrowIfAny(ModuleMethods.GlobalSet(context, &item.GlobalStoreId, &value));
    }

    private ExternItem Find(ReadOnlySpan<byte> name)
    {
        ExternItem item = default;
        fixed (byte* bytes = name)
        {
            return ModuleMethods.InstanceExport(context, instance, bytes, (nuint)name.Length, &item) != 0
                && item.Kind == GlobalKind
                    ? item
                    : throw new WasmtimeFailureException("a global that the module exports is not there");
        }
    }
}
