using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>
/// The C API of Wasmtime: engines, stores, errors. A pointer that is returned as an error is 0 for none.
/// </summary>
internal static unsafe partial class EngineMethods
{
    private const string Library = WasmtimeLibrary.Name;

    [LibraryImport(Library, EntryPoint = "wasm_config_new")]
    public static partial nint ConfigNew();

    [LibraryImport(Library, EntryPoint = "wasm_engine_new_with_config")]
    public static partial nint EngineNew(nint config);

    [LibraryImport(Library, EntryPoint = "wasm_engine_delete")]
    public static partial void EngineDelete(nint engine);

    [LibraryImport(Library, EntryPoint = "wasmtime_engine_increment_epoch")]
    public static partial void EngineIncrementEpoch(nint engine);

    [LibraryImport(Library, EntryPoint = "wasmtime_store_new")]
    public static partial nint StoreNew(nint engine, nint data, nint finalizer);

    [LibraryImport(Library, EntryPoint = "wasmtime_store_context")]
    public static partial nint StoreContext(nint store);

    [LibraryImport(Library, EntryPoint = "wasmtime_store_limiter")]
    public static partial void StoreLimiter(
        nint store, long memorySize, long tableElements, long instances, long tables, long memories);

    [LibraryImport(Library, EntryPoint = "wasmtime_store_delete")]
    public static partial void StoreDelete(nint store);

    [LibraryImport(Library, EntryPoint = "wasmtime_store_epoch_deadline_callback")]
    public static partial void StoreEpochDeadlineCallback(
        nint store, delegate* unmanaged<nint, nint, ulong*, byte*, nint> callback, nint data, nint finalizer);

    [LibraryImport(Library, EntryPoint = "wasmtime_context_set_epoch_deadline")]
    public static partial void ContextSetEpochDeadline(nint context, ulong ticks);

    [LibraryImport(Library, EntryPoint = "wasmtime_context_set_fuel")]
    public static partial nint ContextSetFuel(nint context, ulong fuel);

    [LibraryImport(Library, EntryPoint = "wasmtime_context_get_fuel")]
    public static partial nint ContextGetFuel(nint context, ulong* fuel);

    [LibraryImport(Library, EntryPoint = "wasmtime_error_new")]
    public static partial nint ErrorNew(byte* message);

    [LibraryImport(Library, EntryPoint = "wasmtime_error_delete")]
    public static partial void ErrorDelete(nint error);

    [LibraryImport(Library, EntryPoint = "wasmtime_error_message")]
    public static partial void ErrorMessage(nint error, ByteVec* message);

    [LibraryImport(Library, EntryPoint = "wasmtime_error_wasm_trace")]
    public static partial void ErrorTrace(nint error, PointerVec* frames);

    [LibraryImport(Library, EntryPoint = "wasmtime_trap_new")]
    public static partial nint TrapNew(byte* message, nuint length);

    [LibraryImport(Library, EntryPoint = "wasm_trap_delete")]
    public static partial void TrapDelete(nint trap);

    [LibraryImport(Library, EntryPoint = "wasm_trap_message")]
    public static partial void TrapMessage(nint trap, ByteVec* message);

    [LibraryImport(Library, EntryPoint = "wasm_trap_trace")]
    public static partial void TrapTrace(nint trap, PointerVec* frames);

    [LibraryImport(Library, EntryPoint = "wasm_frame_vec_delete")]
    public static partial void FrameVecDelete(PointerVec* frames);

    [LibraryImport(Library, EntryPoint = "wasm_frame_func_index")]
    public static partial uint FrameFuncIndex(nint frame);

    [LibraryImport(Library, EntryPoint = "wasm_frame_module_offset")]
    public static partial nuint FrameModuleOffset(nint frame);

    [LibraryImport(Library, EntryPoint = "wasmtime_frame_func_name")]
    public static partial ByteVec* FrameFuncName(nint frame);

    [LibraryImport(Library, EntryPoint = "wasm_byte_vec_new")]
    public static partial void ByteVecNew(ByteVec* vec, nuint size, byte* data);

    [LibraryImport(Library, EntryPoint = "wasm_byte_vec_new_uninitialized")]
    public static partial void ByteVecNewUninitialized(ByteVec* vec, nuint size);

    [LibraryImport(Library, EntryPoint = "wasm_byte_vec_delete")]
    public static partial void ByteVecDelete(ByteVec* vec);

    [LibraryImport(Library, EntryPoint = "wasmtime_wat2wasm")]
    public static partial nint WatToWasm(byte* text, nuint length, ByteVec* wasm);
}
