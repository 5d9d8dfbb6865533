using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>The C API of Wasmtime: settings of an engine.</summary>
internal static unsafe partial class ConfigMethods
{
    private const string Library = WasmtimeLibrary.Name;

    [LibraryImport(Library, EntryPoint = "wasmtime_config_consume_fuel_set")]
    public static partial void ConsumeFuel(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_epoch_interruption_set")]
    public static partial void EpochInterruption(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_threads_set")]
    public static partial void WasmThreads(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_shared_memory_set")]
    public static partial void SharedMemory(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_tail_call_set")]
    public static partial void WasmTailCall(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_reference_types_set")]
    public static partial void WasmReferenceTypes(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_function_references_set")]
    public static partial void WasmFunctionReferences(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_gc_set")]
    public static partial void WasmGc(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_exceptions_set")]
    public static partial void WasmExceptions(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_simd_set")]
    public static partial void WasmSimd(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_relaxed_simd_set")]
    public static partial void WasmRelaxedSimd(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_bulk_memory_set")]
    public static partial void WasmBulkMemory(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_multi_value_set")]
    public static partial void WasmMultiValue(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_multi_memory_set")]
    public static partial void WasmMultiMemory(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_memory64_set")]
    public static partial void WasmMemory64(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_wide_arithmetic_set")]
    public static partial void WasmWideArithmetic(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_custom_page_sizes_set")]
    public static partial void WasmCustomPageSizes(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_stack_switching_set")]
    public static partial void WasmStackSwitching(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_cranelift_nan_canonicalization_set")]
    public static partial void CraneliftNanCanonicalization(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_memory_may_move_set")]
    public static partial void MemoryMayMove(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_memory_init_cow_set")]
    public static partial void MemoryInitCow(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_native_unwind_info_set")]
    public static partial void NativeUnwindInfo(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_parallel_compilation_set")]
    public static partial void ParallelCompilation(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_component_model_set")]
    public static partial void WasmComponentModel(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_concurrency_support_set")]
    public static partial void ConcurrencySupport(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_wasm_component_model_async_set")]
    public static partial void WasmComponentModelAsync(nint config, byte on);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_max_wasm_stack_set")]
    public static partial void MaxWasmStack(nint config, nuint bytes);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_memory_reservation_set")]
    public static partial void MemoryReservation(nint config, ulong bytes);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_memory_guard_size_set")]
    public static partial void MemoryGuardSize(nint config, ulong bytes);

    [LibraryImport(Library, EntryPoint = "wasmtime_config_host_memory_creator_set")]
    public static partial void HostMemoryCreator(nint config, NativeMemoryCreator* creator);
}
