using Boternity.Skills.Wasm.Components.Definitions;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>
/// The host's memory that an instance of a component takes: its index spaces and what stands in them, save for core
/// instances, which charge themselves. Never too little; it is charged before anything is allocated.
/// </summary>
internal static class ComponentFootprint
{
    private const int InstanceBytes = 1_024;
    private const int ResourceSlotBytes = 8;

    // A place in a list that doubles when it is full.
    private const int SlotBytes = 16;

    // A dictionary, and an entry in one that grows.
    private const int TableBytes = 160;
    private const int EntryBytes = 64;

    public static long Of(ComponentDefinition definition)
    {
        long bytes = InstanceBytes + ((long)definition.ResourceSlots.Count * ResourceSlotBytes);
        foreach (ComponentStep step in definition.Steps)
        {
            bytes += SlotBytes + Of(step);
        }

        return bytes;
    }

    private static long Of(ComponentStep step) => step switch
    {
        // A function with its options; lowered ones also a delegate, a core function and its place among references.
        LiftStep => 192,
        LowerStep => 512,
        ResourceBuiltinStep => 448,
        AliasCoreExportStep => 96,
        InstantiateModuleStep => 64,
        NestedComponentStep => 48,
        DefineResourceStep => 80,
        ExportStep => EntryBytes,
        InlineExportsStep s => TableBytes + ((long)s.Items.Length * EntryBytes),
        CoreInlineExportsStep s => TableBytes + ((long)s.Items.Length * EntryBytes),
        InstantiateComponentStep s => TableBytes + ((long)s.Arguments.Length * EntryBytes),
        _ => 0,
    };
}
