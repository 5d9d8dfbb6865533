using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// The host's memory that an instance takes beside its memories' bytes and its tables' elements: objects, cells of
/// globals, and the arrays that find them. Never too little; it is charged before anything is allocated.
/// </summary>
internal static class InstanceFootprint
{
    private const int InstanceBytes = 256;
    private const int ReferenceBytes = 8;
    private const int TableBytes = 64;
    private const int FunctionBytes = 72;

    // The object, and what its block and the lists that it stands in take.
    private const int MemoryBytes = 256;

    public static long Of(Module module)
    {
        ModuleDefinition definition = module.Definition;
        long ownTables = definition.Tables.Length - definition.ImportedTableCount;
        long ownMemories = definition.Memories.Length - definition.ImportedMemoryCount;
        long references = (long)definition.ImportedFunctionCount + definition.Tables.Length + definition.Memories.Length
            + definition.GlobalTypes.Length + module.GlobalSlots + definition.Imports.Length;
        long segmentBits = ((long)definition.Data.Length + definition.Elements.Length) / 8;
        return InstanceBytes + ((long)definition.ImportedFunctionCount * FunctionBytes) + (references * ReferenceBytes)
            + (ownTables * TableBytes) + (ownMemories * MemoryBytes) + segmentBits;
    }
}
