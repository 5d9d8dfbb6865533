using Boternity.Skills.Wasmtime.Memory;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Modules;

/// <summary>An instance of a core module, in a store.</summary>
internal sealed unsafe class CoreInstance
{
    private readonly GuestStore _store;
    private StoreItem _instance;

    private CoreInstance(GuestStore store) => _store = store;

    /// <summary>Makes an instance; its start function, if it has one, runs.</summary>
    /// <exception cref="Wasm.WasmTrapException">It trapped, or was stopped.</exception>
    public static CoreInstance Create(GuestStore store, PreparedModule module)
    {
        var created = new CoreInstance(store);
        nint trap = 0;
        fixed (StoreItem* instance = &created._instance)
        {
            nint error = ModuleMethods.PreparedInstantiate(module.Pointer, store.Context, instance, &trap);
            store.ThrowIfFailed(error, trap);
        }

        return created;
    }

    /// <summary>What it holds now. It is not running.</summary>
    public InstanceState Capture(RuntimeModule module)
    {
        var values = new GlobalVal[module.Globals.Count];
        fixed (StoreItem* instance = &_instance)
        {
            var globals = new CoreGlobals(_store.Context, instance);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = globals.Read(module.Globals[i]);
            }
        }

        return new InstanceState(GuestMemoryImage.Capture(_store.Guest.Memories[0]), values);
    }

    /// <summary>Begins with what another instance held; its memory was made so.</summary>
    public void Restore(RuntimeModule module, InstanceState state)
    {
        fixed (StoreItem* instance = &_instance)
        {
            var globals = new CoreGlobals(_store.Context, instance);
            for (int i = 0; i < state.Globals.Length; i++)
            {
                globals.Write(module.Globals[i], state.Globals[i]);
            }
        }
    }

    /// <summary>Calls a function that takes nothing.</summary>
    /// <param name="name">Its name, in UTF-8.</param>
    /// <returns>What it gives; of no meaning where it gives nothing.</returns>
    /// <exception cref="Wasm.WasmTrapException">It trapped, or was stopped.</exception>
    public int Call(ReadOnlySpan<byte> name)
    {
        ExternItem item = default;
        fixed (StoreItem* instance = &_instance)
        fixed (byte* bytes = name)
        {
            if (ModuleMethods.InstanceExport(_store.Context, instance, bytes, (nuint)name.Length, &item) == 0)
            {
                throw new WasmtimeFailureException("an export that the module has is not there");
            }
        }

        RawVal result = default;
        nint trap = 0;
        nint error = ModuleMethods.FuncCall(_store.Context, &item.Func, &result, 1, &trap);
        _store.ThrowIfFailed(error, trap);
        return result.I32;
    }
}
