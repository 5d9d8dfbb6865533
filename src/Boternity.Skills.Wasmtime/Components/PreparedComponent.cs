using System.Runtime.InteropServices;
using System.Text;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Plans;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Components;

/// <summary>
/// A compiled component with all that it imports, and where its program is. Immutable: all threads and runs share it.
/// </summary>
internal sealed unsafe class PreparedComponent : SafeHandle
{
    private readonly ComponentImports _imports;
    private readonly nint _function;

    private PreparedComponent(nint component, nint function, ComponentImports imports, ProgramCharges charges)
        : base(0, ownsHandle: true)
    {
        SetHandle(component);
        _function = function;
        _imports = imports;
        Charges = charges;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>What an instance takes.</summary>
    public ProgramCharges Charges { get; }

    /// <summary>Binds a compiled component, which is freed with what is made of it.</summary>
    public static PreparedComponent Create(EngineHandle engine, nint component, ProgramPlan plan)
    {
        try
        {
            return new PreparedComponent(
                component,
                FindFunction(component, plan.Function),
                ComponentImports.Create(engine, plan.Imports),
                plan.Charges);
        }
        catch
        {
            ComponentMethods.Delete(component);
            throw;
        }
    }

    /// <summary>Makes an instance in a store, and finds its program.</summary>
    /// <exception cref="Wasm.WasmTrapException">It trapped, or was stopped.</exception>
    public StoreItem Instantiate(GuestStore store)
    {
        StoreItem instance = default;
        StoreItem function = default;
        store.ThrowIfFailed(
            ComponentMethods.LinkerInstantiate(_imports.Pointer, store.Context, handle, &instance));
        return ComponentMethods.InstanceFunc(&instance, store.Context, _function, &function) != 0
            ? function
            : throw new WasmtimeFailureException("the function that the component exports is not there");
    }

    protected override bool ReleaseHandle()
    {
        ComponentMethods.ExportIndexDelete(_function);
        ComponentMethods.Delete(handle);
        _imports.Dispose();
        return true;
    }

    private static nint FindFunction(nint component, IReadOnlyList<string> names)
    {
        nint instance = 0;
        for (int i = 0; i < names.Count - 1; i++)
        {
            instance = FindInside(component, instance, names[i]);
        }

        return FindInside(component, instance, names[^1]);
    }

    // The instance that it is in is not needed any more.
    private static nint FindInside(nint component, nint instance, string name)
    {
        try
        {
            return FindExport(component, instance, name);
        }
        finally
        {
            if (instance != 0)
            {
                ComponentMethods.ExportIndexDelete(instance);
            }
        }
    }

    private static nint FindExport(nint component, nint parent, string name)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        fixed (byte* bytes = utf8)
        {
            nint index = ComponentMethods.ExportIndex(component, parent, bytes, (nuint)utf8.Length);
            return index != 0
                ? index
                : throw new WasmtimeFailureException($"the component's export '{name}' is not there");
        }
    }
}
