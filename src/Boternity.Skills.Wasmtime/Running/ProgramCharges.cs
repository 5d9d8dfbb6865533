using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>
/// What an instantiation of a program makes beside its linear memories, known before it is compiled. Wasmtime takes it
/// from the heap without asking, so it is charged to a run before the run begins.
/// </summary>
internal sealed record ProgramCharges
{
    // A place of a table is a pointer.
    private const int ElementBytes = 8;

    // A core instance of Wasmtime, with what the store keeps for it, and what each of its items takes.
    private const int InstanceBytes = 1_024;
    private const int ItemBytes = 48;

    /// <summary>Core instances.</summary>
    public int Instances { get; private init; } = 1;

    /// <summary>Tables.</summary>
    public int Tables { get; private init; }

    /// <summary>Linear memories.</summary>
    public int Memories { get; private init; }

    /// <summary>The bytes of all tables as they begin.</summary>
    public long TableBytes { get; private init; }

    /// <summary>The bytes of all tables as large as their types let them become.</summary>
    public long MaxTableBytes { get; private init; }

    /// <summary>The elements of the largest table as it begins.</summary>
    public long MaxTableElements { get; private init; }

    /// <summary>Whether the program has tables and the instruction that grows them.</summary>
    public bool GrowsTables { get; private init; }

    /// <summary>The bytes of the instances.</summary>
    public long InstancesBytes { get; private init; }

    /// <summary>What a core module takes.</summary>
    public static ProgramCharges Of(ModuleDefinition module) => new ProgramCharges { Instances = 0 }.Add(module, 1);

    /// <summary>What a component takes.</summary>
    public static ProgramCharges Of(ComponentDefinition component)
    {
        InstantiationCounts counts = component.Instantiations
            ?? throw new ArgumentException("The component is part of another.", nameof(component));
        var charges = new ProgramCharges { Instances = 0 };
        foreach ((ModuleDefinition module, int count) in counts.Modules)
        {
            charges = charges.Add(module, count);
        }

        long bytes = 0;
        foreach ((ComponentDefinition definition, int count) in counts.Components)
        {
            bytes += ComponentFootprint.Of(definition) * count;
        }

        return charges with
        {
            Instances = counts.CoreInstances,
            InstancesBytes = charges.InstancesBytes + bytes,
        };
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ProgramCharges Read(BinaryReader reader) => new()
    {
        Instances = reader.ReadInt32(),
        Tables = reader.ReadInt32(),
        Memories = reader.ReadInt32(),
        TableBytes = reader.ReadInt64(),
        MaxTableBytes = reader.ReadInt64(),
        MaxTableElements = reader.ReadInt64(),
        GrowsTables = reader.ReadBoolean(),
        InstancesBytes = reader.ReadInt64(),
    };

    /// <summary>Writes all of it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Instances);
        writer.Write(Tables);
        writer.Write(Memories);
        writer.Write(TableBytes);
        writer.Write(MaxTableBytes);
        writer.Write(MaxTableElements);
        writer.Write(GrowsTables);
        writer.Write(InstancesBytes);
    }

    /// <summary>
    /// The most elements that each table may have, where all together may take no more than a share of the limit to
    /// grow; what that share is, beside what tables begin with, is charged.
    /// </summary>
    /// <param name="growthBytes">The share.</param>
    public long ElementsWithin(long growthBytes) =>
        MaxTableElements + (GrowsTables && Tables > 0 ? growthBytes / Tables / ElementBytes : 0);

    /// <summary>The bytes that all tables can have at most, each with that many elements.</summary>
    public long TableBytesWithin(long elements) =>
        GrowsTables ? Math.Min(Tables * elements * ElementBytes, MaxTableBytes) : TableBytes;

    private ProgramCharges Add(ModuleDefinition module, int count)
    {
        TableType[] tables = module.Tables[module.ImportedTableCount..];
        long elements = tables.Sum(table => (long)table.Limits.Minimum);
        long maxElements = tables.Sum(table => (long)(table.Limits.Maximum ?? uint.MaxValue));
        long items = module.FunctionTypes.Length + module.GlobalTypes.Length + module.Imports.Length
            + module.Exports.Length + module.Elements.Length + module.Data.Length;
        return this with
        {
            Instances = Instances + count,
            Tables = Tables + (tables.Length * count),
            Memories = Memories + ((module.Memories.Length - module.ImportedMemoryCount) * count),
            TableBytes = TableBytes + (elements * ElementBytes * count),
            MaxTableBytes = MaxTableBytes + (maxElements * ElementBytes * count),
            MaxTableElements = tables.Length == 0
                ? MaxTableElements
                : Math.Max(MaxTableElements, tables.Max(table => (long)table.Limits.Minimum)),
            GrowsTables = GrowsTables || module.GrowsTables,
            InstancesBytes = InstancesBytes + ((InstanceBytes + (items * ItemBytes)) * count),
        };
    }
}
