using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>The C API of Wasmtime: components, their values, and resources of the host.</summary>
internal static unsafe partial class ComponentMethods
{
    private const string Library = WasmtimeLibrary.Name;

    [LibraryImport(Library, EntryPoint = "wasmtime_component_new")]
    public static partial nint New(nint engine, byte* wasm, nuint length, nint* component);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_delete")]
    public static partial void Delete(nint component);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_serialize")]
    public static partial nint Serialize(nint component, ByteVec* bytes);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_deserialize")]
    public static partial nint Deserialize(nint engine, byte* bytes, nuint length, nint* component);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_get_export_index")]
    public static partial nint ExportIndex(nint component, nint parent, byte* name, nuint length);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_export_index_delete")]
    public static partial void ExportIndexDelete(nint index);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_linker_new")]
    public static partial nint LinkerNew(nint engine);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_linker_delete")]
    public static partial void LinkerDelete(nint linker);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_linker_root")]
    public static partial nint LinkerRoot(nint linker);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_linker_instance_delete")]
    public static partial void LinkerInstanceDelete(nint instance);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_linker_instance_add_instance")]
    public static partial nint LinkerAddInstance(
        nint instance, byte* name, nuint length, nint* added);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_linker_instance_add_func")]
    public static partial nint LinkerAddFunc(
        nint instance, byte* name, nuint length,
        delegate* unmanaged<nint, nint, nint, ComponentVal*, nuint, ComponentVal*, nuint, nint> callback, nint data,
        nint finalizer);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_linker_instance_add_resource")]
    public static partial nint LinkerAddResource(
        nint instance, byte* name, nuint length, nint resource,
        delegate* unmanaged<nint, nint, uint, nint> destructor, nint data, nint finalizer);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_linker_instantiate")]
    public static partial nint LinkerInstantiate(
        nint linker, nint context, nint component, StoreItem* instance);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_instance_get_func")]
    public static partial byte InstanceFunc(
        StoreItem* instance, nint context, nint index, StoreItem* function);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_func_call")]
    public static partial nint FuncCall(
        StoreItem* function, nint context, ComponentVal* arguments, nuint argumentCount, ComponentVal* results,
        nuint resultCount);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_resource_type_new_host")]
    public static partial nint ResourceTypeNew(uint type);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_resource_type_delete")]
    public static partial void ResourceTypeDelete(nint type);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_resource_host_new")]
    public static partial nint ResourceHostNew(byte owned, uint representation, uint type);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_resource_host_delete")]
    public static partial void ResourceHostDelete(nint resource);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_resource_host_rep")]
    public static partial uint ResourceHostRepresentation(nint resource);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_resource_host_owned")]
    public static partial byte ResourceHostOwned(nint resource);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_resource_any_to_host")]
    public static partial nint ResourceAnyToHost(nint context, nint any, nint* host);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_resource_host_to_any")]
    public static partial nint ResourceHostToAny(nint context, nint host, nint* any);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_vallist_new_uninit")]
    public static partial void ListNew(ValVec* list, nuint size);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_valtuple_new_uninit")]
    public static partial void TupleNew(ValVec* tuple, nuint size);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_valrecord_new_uninit")]
    public static partial void RecordNew(RecordVec* record, nuint size);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_valflags_new_uninit")]
    public static partial void FlagsNew(NameVec* flags, nuint size);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_val_new")]
    public static partial ComponentVal* ValNew(ComponentVal* value);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_val_clone")]
    public static partial void ValClone(ComponentVal* value, ComponentVal* copy);

    [LibraryImport(Library, EntryPoint = "wasmtime_component_val_delete")]
    public static partial void ValDelete(ComponentVal* value);
}
