using System.Text;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Freezing;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasmtime.Memory;

namespace Boternity.Skills.Wasmtime.Modules;

/// <summary>
/// A script runtime's module, written so that its instances can begin where another one was: it exports the globals
/// that change, and its data segments are empty, because each memory begins with an image.
/// </summary>
internal sealed class RuntimeModule
{
    private const byte ExportSection = 7;
    private const byte DataSection = 11;
    private const byte GlobalKind = 3;
    private const byte EndOpcode = 0x0B;
    private const int PageBytes = 65_536;

    private RuntimeModule(byte[] binary, GuestMemoryImage memory, List<byte[]> globals)
    {
        Binary = binary;
        Memory = memory;
        Globals = globals;
    }

    /// <summary>The binary, in place of the runtime's own.</summary>
    public ReadOnlyMemory<byte> Binary { get; }

    /// <summary>What the memory of a new instance holds: the data segments.</summary>
    public GuestMemoryImage Memory { get; }

    /// <summary>The names that the globals that change are exported by, in UTF-8.</summary>
    public IReadOnlyList<byte[]> Globals { get; }

    /// <summary>
    /// Rewrites a module that was found valid; null where what an instance holds is more than one memory and numbers:
    /// where functions change tables, segments are used by instructions, or instantiation runs code.
    /// </summary>
    public static RuntimeModule? TryCreate(ModuleDefinition module)
    {
        if (module.Memories.Length != 1 || module.ImportedMemoryCount > 0 || module.WritesTables
            || module.StartFunction >= 0 || TryReadData(module) is not { } data
            || FindGlobals(module) is not { } globals)
        {
            return null;
        }

        nuint length = (nuint)module.Memories[0].Limits.Minimum * PageBytes;
        return length is 0 or > int.MaxValue
            ? null
            : new RuntimeModule(Write(module, globals), GuestMemoryImage.Create(length, data), [.. globals.Values]);
    }

    private static List<(int Offset, byte[] Bytes)>? TryReadData(ModuleDefinition module)
    {
        ulong length = (ulong)module.Memories[0].Limits.Minimum * PageBytes;
        List<(int Offset, byte[] Bytes)> parts = [];
        foreach (DataSegment segment in module.Data)
        {
            if (segment.Mode != SegmentMode.Active || segment.Offset.Constant is not { } constant
                || (uint)constant + (ulong)segment.Bytes.Length > length)
            {
                return null;
            }

            parts.Add((
                (int)(uint)constant,
                module.Bytes.Slice(segment.Bytes.Offset, segment.Bytes.Length).ToArray()));
        }

        return parts;
    }

    private static SortedDictionary<int, byte[]>? FindGlobals(ModuleDefinition module)
    {
        HashSet<string> taken = [.. module.Exports.Select(static export => export.Name)];
        SortedDictionary<int, byte[]> globals = [];
        for (int i = module.ImportedGlobalCount; i < module.GlobalTypes.Length; i++)
        {
            GlobalType type = module.GlobalTypes[i];
            if (!type.IsMutable)
            {
                continue;
            }

            string name = $"boternity:state/{i}";
            if (type.Type is not (ValType.I32 or ValType.I64 or ValType.F32 or ValType.F64) || taken.Contains(name))
            {
                return null;
            }

            globals.Add(i, Encoding.UTF8.GetBytes(name));
        }

        return globals;
    }

    private static byte[] Write(ModuleDefinition module, SortedDictionary<int, byte[]> globals)
    {
        ReadOnlySpan<byte> binary = module.Bytes.Span;
        var writer = new SectionWriter().Bytes(binary[..8]);
        var reader = new WasmReader(binary, 8, binary.Length - 8);
        while (!reader.AtEnd)
        {
            byte id = reader.ReadByte();
            ReadOnlySpan<byte> contents = reader.ReadBytes((int)reader.ReadU32());
            writer.Section(id, id switch
            {
                ExportSection => Exports(contents, globals),
                DataSection => EmptyData(module.Data.Length),
                _ => contents,
            });
        }

        return writer.Written.ToArray();
    }

    // Core specification, section 5.5.10.
    private static ReadOnlySpan<byte> Exports(ReadOnlySpan<byte> contents, SortedDictionary<int, byte[]> globals)
    {
        var reader = new WasmReader(contents);
        uint count = reader.ReadU32();
        SectionWriter writer = new SectionWriter()
            .Unsigned(count + (uint)globals.Count)
            .Bytes(contents[reader.Position..]);
        foreach ((int index, byte[] name) in globals)
        {
            writer.Unsigned((ulong)name.Length).Bytes(name).Byte(GlobalKind).Unsigned((ulong)index);
        }

        return writer.Written;
    }

    // As many as there were, because instructions may name them: of memory 0, at 0, of no bytes (section 5.5.14).
    private static ReadOnlySpan<byte> EmptyData(int count)
    {
        SectionWriter writer = new SectionWriter().Unsigned((ulong)count);
        for (int i = 0; i < count; i++)
        {
            writer.Byte(0).Byte(0x41).Signed(0).Byte(EndOpcode).Unsigned(0);
        }

        return writer.Written;
    }
}
