using System.Runtime.InteropServices;
using System.Text;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Plans;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Components;

/// <summary>
/// A linker of Wasmtime with what one component imports, under the names and types that it imports it with. It belongs
/// to no store: every run of the program uses it.
/// </summary>
internal sealed unsafe class ComponentImports : SafeHandle
{
    private readonly List<GCHandle> _functions = [];

    public ComponentImports()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    public nint Pointer => handle;

    /// <summary>Binds what a component imports.</summary>
    public static ComponentImports Create(EngineHandle engine, IReadOnlyList<PlannedImport> imports)
    {
        var linked = new ComponentImports();
        linked.SetHandle(ComponentMethods.LinkerNew(engine.Pointer));
        nint root = ComponentMethods.LinkerRoot(linked.handle);
        try
        {
            linked.Define(root, imports);
        }
        finally
        {
            ComponentMethods.LinkerInstanceDelete(root);
        }

        return linked;
    }

    protected override bool ReleaseHandle()
    {
        ComponentMethods.LinkerDelete(handle);
        foreach (GCHandle function in _functions)
        {
            function.Free();
        }

        return true;
    }

    private void Define(nint instance, IReadOnlyList<PlannedImport> imports)
    {
        foreach (PlannedImport import in imports)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(import.Name);
            fixed (byte* bytes = utf8)
            {
                Define(instance, bytes, (nuint)utf8.Length, import);
            }
        }
    }

    private void Define(nint instance, byte* name, nuint length, PlannedImport import)
    {
        switch (import.Kind)
        {
            case PlannedImportKind.Function:
                var function = new BoundFunction(
                    ProgramLoader.Definitions.Functions[import.Number], import.Parameters, import.Result);
                GCHandle data = GCHandle.Alloc(function);
                _functions.Add(data);
                NativeError.ThrowIfAny(ComponentMethods.LinkerAddFunc(
                    instance, name, length, BoundFunction.Callback, GCHandle.ToIntPtr(data), 0));
                break;
            case PlannedImportKind.Instance:
                nint inner = 0;
                NativeError.ThrowIfAny(ComponentMethods.LinkerAddInstance(instance, name, length, &inner));
                try
                {
                    Define(inner, import.Items);
                }
                finally
                {
                    ComponentMethods.LinkerInstanceDelete(inner);
                }

                break;
            default:
                nint native = ComponentMethods.ResourceTypeNew((uint)import.Number);
                try
                {
                    NativeError.ThrowIfAny(ComponentMethods.LinkerAddResource(
                        instance, name, length, native, BoundFunction.Destructor, 0, 0));
                }
                finally
                {
                    ComponentMethods.ResourceTypeDelete(native);
                }

                break;
        }
    }
}
