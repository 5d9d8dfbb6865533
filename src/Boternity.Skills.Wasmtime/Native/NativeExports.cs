using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>
/// The functions of the library that this assembly calls. All are looked for before the first is called: one that is
/// missing would be found in the middle of a guest, where nothing can be thrown.
/// </summary>
internal static class NativeExports
{
    // One text: a process that is just started makes an array of so many in a millisecond.
    private const string Text =
        "wasm_byte_vec_delete wasm_byte_vec_new wasm_byte_vec_new_uninitialized wasm_config_new"
            + " wasm_engine_delete wasm_engine_new_with_config wasm_frame_func_index wasm_frame_module_offset"
            + " wasm_frame_vec_delete wasm_functype_delete wasm_functype_new wasm_trap_delete wasm_trap_message"
            + " wasm_trap_trace wasm_valtype_new wasm_valtype_vec_new wasmtime_component_delete"
            + " wasmtime_component_deserialize wasmtime_component_export_index_delete wasmtime_component_func_call"
            + " wasmtime_component_get_export_index wasmtime_component_instance_get_func"
            + " wasmtime_component_linker_delete wasmtime_component_linker_instance_add_func"
            + " wasmtime_component_linker_instance_add_instance wasmtime_component_linker_instance_add_resource"
            + " wasmtime_component_linker_instance_delete wasmtime_component_linker_instantiate"
            + " wasmtime_component_linker_new wasmtime_component_linker_root wasmtime_component_new"
            + " wasmtime_component_resource_any_to_host wasmtime_component_resource_host_delete"
            + " wasmtime_component_resource_host_new wasmtime_component_resource_host_owned"
            + " wasmtime_component_resource_host_rep wasmtime_component_resource_host_to_any"
            + " wasmtime_component_resource_type_delete wasmtime_component_resource_type_new_host"
            + " wasmtime_component_serialize wasmtime_component_val_clone wasmtime_component_val_delete"
            + " wasmtime_component_val_new wasmtime_component_valflags_new_uninit"
            + " wasmtime_component_vallist_new_uninit wasmtime_component_valrecord_new_uninit"
            + " wasmtime_component_valtuple_new_uninit wasmtime_config_concurrency_support_set"
            + " wasmtime_config_consume_fuel_set wasmtime_config_cranelift_nan_canonicalization_set"
            + " wasmtime_config_epoch_interruption_set wasmtime_config_host_memory_creator_set"
            + " wasmtime_config_max_wasm_stack_set wasmtime_config_memory_guard_size_set"
            + " wasmtime_config_memory_init_cow_set wasmtime_config_memory_may_move_set"
            + " wasmtime_config_memory_reservation_set wasmtime_config_native_unwind_info_set"
            + " wasmtime_config_parallel_compilation_set wasmtime_config_shared_memory_set"
            + " wasmtime_config_wasm_bulk_memory_set wasmtime_config_wasm_component_model_async_set"
            + " wasmtime_config_wasm_component_model_set wasmtime_config_wasm_custom_page_sizes_set"
            + " wasmtime_config_wasm_exceptions_set wasmtime_config_wasm_function_references_set"
            + " wasmtime_config_wasm_gc_set wasmtime_config_wasm_memory64_set wasmtime_config_wasm_multi_memory_set"
            + " wasmtime_config_wasm_multi_value_set wasmtime_config_wasm_reference_types_set"
            + " wasmtime_config_wasm_relaxed_simd_set wasmtime_config_wasm_simd_set"
            + " wasmtime_config_wasm_stack_switching_set wasmtime_config_wasm_tail_call_set"
            + " wasmtime_config_wasm_threads_set wasmtime_config_wasm_wide_arithmetic_set wasmtime_context_get_fuel"
            + " wasmtime_context_set_epoch_deadline wasmtime_context_set_fuel wasmtime_engine_increment_epoch"
            + " wasmtime_error_delete wasmtime_error_message wasmtime_error_new wasmtime_error_wasm_trace"
            + " wasmtime_frame_func_name wasmtime_func_call_unchecked wasmtime_global_get wasmtime_global_set"
            + " wasmtime_instance_export_get wasmtime_instance_pre_delete wasmtime_instance_pre_instantiate"
            + " wasmtime_linker_define_func_unchecked wasmtime_linker_delete wasmtime_linker_instantiate_pre"
            + " wasmtime_linker_new wasmtime_module_delete wasmtime_module_deserialize wasmtime_module_new"
            + " wasmtime_module_serialize wasmtime_store_context wasmtime_store_delete"
            + " wasmtime_store_epoch_deadline_callback wasmtime_store_limiter wasmtime_store_new wasmtime_trap_new"
            + " wasmtime_wat2wasm";

    /// <summary>Gets their names. A test holds them to the imports of this assembly.</summary>
    public static IReadOnlyList<string> Names => Text.Split(' ');

    /// <summary>The first that a library has not; null for none.</summary>
    public static string? FindMissing(nint library)
    {
        foreach (string name in Names)
        {
            if (!NativeLibrary.TryGetExport(library, name, out _))
            {
                return name;
            }
        }

        return null;
    }
}
