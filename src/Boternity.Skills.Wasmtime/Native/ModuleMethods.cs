using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>The C API of Wasmtime: core modules.</summary>
internal static unsafe partial class ModuleMethods
{
    private const string Library = WasmtimeLibrary.Name;

    [LibraryImport(Library, EntryPoint = "wasmtime_module_new")]
    public static partial nint New(nint engine, byte* wasm, nuint length, nint* module);

    [LibraryImport(Library, EntryPoint = "wasmtime_module_delete")]
    public static partial void Delete(nint module);

    [LibraryImport(Library, EntryPoint = "wasmtime_module_serialize")]
    public static partial nint Serialize(nint module, ByteVec* bytes);

    [LibraryImport(Library, EntryPoint = "wasmtime_module_deserialize")]
    public static partial nint Deserialize(nint engine, byte* bytes, nuint length, nint* module);

    [LibraryImport(Library, EntryPoint = "wasm_valtype_new")]
    public static partial nint ValTypeNew(byte kind);

    [LibraryImport(Library, EntryPoint = "wasm_valtype_vec_new")]
    public static partial void ValTypeVecNew(PointerVec* vec, nuint size, nint* types);

    [LibraryImport(Library, EntryPoint = "wasm_functype_new")]
    public static partial nint FuncTypeNew(PointerVec* parameters, PointerVec* results);

    [LibraryImport(Library, EntryPoint = "wasm_functype_delete")]
    public static partial void FuncTypeDelete(nint type);

    [LibraryImport(Library, EntryPoint = "wasmtime_linker_new")]
    public static partial nint LinkerNew(nint engine);

    [LibraryImport(Library, EntryPoint = "wasmtime_linker_delete")]
    public static partial void LinkerDelete(nint linker);

    [LibraryImport(Library, EntryPoint = "wasmtime_linker_define_func_unchecked")]
    public static partial nint LinkerDefineFunc(
        nint linker, byte* module, nuint moduleLength, byte* name, nuint nameLength, nint type,
        delegate* unmanaged<nint, nint, RawVal*, nuint, nint> callback, nint data, nint finalizer);

    [LibraryImport(Library, EntryPoint = "wasmtime_linker_instantiate_pre")]
    public static partial nint LinkerInstantiatePre(nint linker, nint module, nint* prepared);

    [LibraryImport(Library, EntryPoint = "wasmtime_instance_pre_delete")]
    public static partial void PreparedDelete(nint prepared);

    [LibraryImport(Library, EntryPoint = "wasmtime_instance_pre_instantiate")]
    public static partial nint PreparedInstantiate(
        nint prepared, nint context, StoreItem* instance, nint* trap);

    [LibraryImport(Library, EntryPoint = "wasmtime_instance_export_get")]
    public static partial byte InstanceExport(
        nint context, StoreItem* instance, byte* name, nuint length, ExternItem* item);

    [LibraryImport(Library, EntryPoint = "wasmtime_func_call_unchecked")]
    public static partial nint FuncCall(
        nint context, CoreFunc* function, RawVal* values, nuint length, nint* trap);

    [LibraryImport(Library, EntryPoint = "wasmtime_global_get")]
    public static partial void GlobalGet(nint context, ulong* global, GlobalVal* value);

    [LibraryImport(Library, EntryPoint = "wasmtime_global_set")]
    public static partial nint GlobalSet(nint context, ulong* global, GlobalVal* value);
}
