using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The memory section (core specification, section 5.5.8).</summary>
internal static class MemorySection
{
    public static void Read(ref WasmReader reader, ModuleDefinition module)
    {
        int count = reader.ReadCount(WasmLimits.Memories, "memory", elementBytes: 2);
        var memories = new MemoryType[count];
        for (int i = 0; i < count; i++)
        {
            memories[i] = ExternTypeDecoding.ReadMemory(ref reader, module, module.ImportedMemoryCount + i);
        }

        module.Memories = [.. module.Memories, .. memories];
    }
}
