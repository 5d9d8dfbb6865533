using System.Runtime.InteropServices;
using System.Text;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Components;
using Boternity.Skills.Wasm.Components.Linking;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Components;

/// <summary>
/// A linker of Wasmtime with what one component imports, under the names and types that it imports it with. It belongs
/// to no store: every run of the program uses it.
/// </summary>
internal sealed unsafe class ComponentImports : SafeHandle
{
    private static readonly HostItems Offered = OfferAll();

    // Resource types of the host are told apart by a number; 0 stands for none.
    private static readonly Dictionary<HostResource, uint> ResourceNumbers = ProgramLoader.Definitions.Resources
        .Select((resource, index) => (resource, index))
        .ToDictionary(pair => pair.resource, pair => (uint)pair.index + 1);

    private readonly List<GCHandle> _functions = [];
    private int _count;
    private readonly Dictionary<ResourceIdentity, uint> _resources = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<DefValType, ValueShape> _shapes = new(ReferenceEqualityComparer.Instance);

    public ComponentImports()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    public nint Pointer => handle;

    /// <summary>Finds what a component imports, and binds it.</summary>
    /// <exception cref="WasmLinkException">An import is missing or of another type; it is named.</exception>
    public static ComponentImports Create(EngineHandle engine, NamedExterns imports)
    {
        Dictionary<string, object?> found = ImportResolver.Resolve(imports, Offered);
        var linked = new ComponentImports();
        linked.NameResources(imports, found);
        linked.SetHandle(ComponentMethods.LinkerNew(engine.Pointer));
        nint root = ComponentMethods.LinkerRoot(linked.handle);
        try
        {
            linked.Define(root, imports, found);
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

    private static HostItems OfferAll()
    {
        var items = new HostItems();
        foreach (HostResource resource in ProgramLoader.Definitions.Resources)
        {
            items.AddResource(resource.Interface, resource.Name, resource);
        }

        foreach (HostFunction function in ProgramLoader.Definitions.Functions)
        {
            items.AddFunction(function.Interface, function.Name, function, function.Shape);
        }

        return items;
    }

    // Types of instances inside of instances may share parts many times over.
    private void Count(string name)
    {
        if (++_count > ComponentLimits.MaxImportedItems)
        {
            throw new WasmLinkException(
                $"the component imports more than the limit of {ComponentLimits.MaxImportedItems} items", "", name);
        }
    }

    // A function may come before the resource that its type names.
    private void NameResources(NamedExterns types, Dictionary<string, object?> items)
    {
        foreach ((string name, ExternType type) in types.Items)
        {
            Count(name);
            if (type.Type is ResourceType resource && items[name] is HostResource host)
            {
                _resources[resource.Identity] = ResourceNumbers[host];
            }
            else if (type.Sort == ExternSort.Instance)
            {
                NameResources(((InstanceType)type.Type).Exports, (Dictionary<string, object?>)items[name]!);
            }
        }
    }

    private void Define(nint instance, NamedExterns types, Dictionary<string, object?> items)
    {
        foreach ((string name, ExternType type) in types.Items)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(name);
            fixed (byte* bytes = utf8)
            {
                Define(instance, bytes, (nuint)utf8.Length, type, items[name]);
            }
        }
    }

    private void Define(nint instance, byte* name, nuint length, ExternType type, object? item)
    {
        switch (type.Sort)
        {
            case ExternSort.Func:
                var function = BoundFunction.Create(
                    (HostFunction)item!, (ComponentFuncType)type.Type, _resources, _shapes);
                GCHandle data = GCHandle.Alloc(function);
                _functions.Add(data);
                NativeError.ThrowIfAny(ComponentMethods.LinkerAddFunc(
                    instance, name, length, BoundFunction.Callback, GCHandle.ToIntPtr(data), 0));
                break;
            case ExternSort.Instance:
                nint inner = 0;
                NativeError.ThrowIfAny(ComponentMethods.LinkerAddInstance(instance, name, length, &inner));
                try
                {
                    Define(inner, ((InstanceType)type.Type).Exports, (Dictionary<string, object?>)item!);
                }
                finally
                {
                    ComponentMethods.LinkerInstanceDelete(inner);
                }

                break;
            case ExternSort.Type when item is HostResource resource:
                nint native = ComponentMethods.ResourceTypeNew(ResourceNumbers[resource]);
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
