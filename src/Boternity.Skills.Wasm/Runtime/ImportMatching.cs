using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Whether what is given for an import is what the module asks for (core specification, section 3.2 "Import
/// Matching").</summary>
internal static class ImportMatching
{
    /// <exception cref="WasmLinkException">It is not.</exception>
    public static void Check(Store store, ModuleDefinition module, Import import, Extern value)
    {
        bool fits = value switch
        {
            Function function => import.Kind == ExternKind.Function
                && BelongsTo(function.Store, store)
                && function.Type.Equals(module.GetFunctionType(import.Index)),
            Table table => import.Kind == ExternKind.Table
                && table.Store == store
                && table.Type.Element == module.Tables[import.Index].Element
                && Fits(table.Length, table.Type.Limits.Maximum, module.Tables[import.Index].Limits),
            Memory memory => import.Kind == ExternKind.Memory
                && memory.Store == store
                && Fits(memory.Pages, memory.Type.Limits.Maximum, module.Memories[import.Index].Limits),
            Global global => import.Kind == ExternKind.Global
                && global.Store == store
                && global.Type == module.GlobalTypes[import.Index],
            _ => false,
        };
        if (!fits)
        {
            throw new WasmLinkException("incompatible import type", import.Module, import.Name);
        }
    }

    private static bool BelongsTo(Store? owner, Store store) => owner is null || owner == store;

    private static bool Fits(uint size, uint? maximum, Limits wanted) =>
        size >= wanted.Minimum && (wanted.Maximum is null || maximum <= wanted.Maximum);
}
