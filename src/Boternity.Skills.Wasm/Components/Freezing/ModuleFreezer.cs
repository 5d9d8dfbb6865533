using System.Buffers.Binary;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Freezing;

/// <summary>
/// Rewrites a core module so that its instances begin where one instance is now: memories are data segments, globals
/// have their present values, and the start function is gone.
/// </summary>
internal static class ModuleFreezer
{
    private const byte MemorySection = 5;
    private const byte GlobalSection = 6;
    private const byte StartSection = 8;
    private const byte DataSection = 11;
    private const byte DataCountSection = 12;
    private const byte EndOpcode = 0x0B;

    // Runs of zeros shorter than this cost less than another segment.
    private const int MinGap = 32;

    // The engine's own limit for segments is 100,000.
    private const int MaxSegments = 50_000;

    /// <exception cref="NotSupportedException">The instance holds what a binary cannot.</exception>
    public static byte[] Freeze(ReadOnlySpan<byte> binary, Instance instance)
    {
        ModuleDefinition definition = instance.Module.Definition;
        if (definition.Data.Any(static segment => segment.Mode != SegmentMode.Active))
        {
            throw new NotSupportedException("a module with passive data segments cannot be frozen");
        }

        var writer = new SectionWriter();
        writer.Bytes(binary[..8]);
        var reader = new WasmReader(binary[8..]);
        while (!reader.AtEnd)
        {
            byte id = reader.ReadByte();
            ReadOnlySpan<byte> contents = reader.ReadBytes((int)reader.ReadU32());
            switch (id)
            {
                case StartSection or DataSection or DataCountSection:
                    break;
                case MemorySection:
                    writer.Section(id, Memories(definition, instance));
                    break;
                case GlobalSection:
                    writer.Section(id, Globals(definition, instance));
                    break;
                default:
                    writer.Section(id, contents);
                    break;
            }
        }

        // Data come last but for custom sections, which may stand anywhere (core specification, section 5.5.16).
        ReadOnlySpan<byte> data = Data(definition, instance);
        if (!data.IsEmpty)
        {
            writer.Section(DataSection, data);
        }

        return writer.Written.ToArray();
    }

    private static ReadOnlySpan<byte> Memories(ModuleDefinition definition, Instance instance)
    {
        var writer = new SectionWriter();
        writer.Unsigned((ulong)(definition.Memories.Length - definition.ImportedMemoryCount));
        for (int i = definition.ImportedMemoryCount; i < definition.Memories.Length; i++)
        {
            uint? maximum = definition.Memories[i].Limits.Maximum;
            writer.Byte(maximum is null ? (byte)0 : (byte)1).Unsigned(instance.Memories[i].Pages);
            if (maximum is { } most)
            {
                writer.Unsigned(most);
            }
        }

        return writer.Written;
    }

    private static unsafe ReadOnlySpan<byte> Globals(ModuleDefinition definition, Instance instance)
    {
        var writer = new SectionWriter();
        writer.Unsigned((ulong)definition.Globals.Length);
        for (int i = 0; i < definition.Globals.Length; i++)
        {
            GlobalDefinition global = definition.Globals[i];
            writer.Byte((byte)global.Type.Type).Byte(global.Type.IsMutable ? (byte)1 : (byte)0);
            if (global.Type.IsMutable)
            {
                ulong* cells = instance.Globals[definition.ImportedGlobalCount + i];
                WriteConstant(writer, global.Type.Type, cells[0]);
            }
            else
            {
                // What never changes may depend on an import.
                ByteRange code = global.Initial.Code;
                writer.Bytes(definition.Bytes.Span.Slice(code.Offset, code.Length));
            }
        }

        return writer.Written;
    }

    // Core specification, section 5.4.9, "Expressions".
    private static void WriteConstant(SectionWriter writer, ValType type, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        switch (type)
        {
            case ValType.I32:
                writer.Byte(0x41).Signed((int)value);
                break;
            case ValType.I64:
                writer.Byte(0x42).Signed((long)value);
                break;
            case ValType.F32:
                writer.Byte(0x43).Bytes(bytes[..4]);
                break;
            case ValType.F64:
                writer.Byte(0x44).Bytes(bytes);
                break;
            default:
                throw new NotSupportedException($"a mutable global of type {type} cannot be frozen");
        }

        writer.Byte(EndOpcode);
    }

    private static ReadOnlySpan<byte> Data(ModuleDefinition definition, Instance instance)
    {
        var segments = new SectionWriter();
        int count = 0;
        for (int i = definition.ImportedMemoryCount; i < definition.Memories.Length; i++)
        {
            if (i > 0)
            {
                throw new NotSupportedException("a module with several memories cannot be frozen");
            }

            Memory memory = instance.Memories[i];
            foreach ((ulong start, ulong end) in FindUsed(memory))
            {
                // Segment of memory 0 with an offset: kind 0, an i32.const, the bytes (section 5.5.14).
                segments.Byte(0).Byte(0x41).Signed((int)(uint)start).Byte(EndOpcode).Unsigned(end - start);
                segments.Bytes(memory.GetSpan(start, end - start));
                count++;
            }
        }

        if (count > MaxSegments)
        {
            throw new NotSupportedException($"a memory of {count} pieces cannot be frozen; {MaxSegments} can");
        }

        return count == 0 ? default : new SectionWriter().Unsigned((ulong)count).Bytes(segments.Written).Written;
    }

    private static List<(ulong Start, ulong End)> FindUsed(Memory memory)
    {
        List<(ulong Start, ulong End)> used = [];
        for (ulong page = 0; page < memory.Pages; page++)
        {
            ReadOnlySpan<byte> bytes = memory.GetSpan(page * Memory.PageBytes, Memory.PageBytes);
            int at = 0;
            while (bytes[at..].IndexOfAnyExcept((byte)0) is >= 0 and var first)
            {
                int start = at + first;
                int end = start;
                while (end < bytes.Length)
                {
                    int zeros = bytes[end..].IndexOf((byte)0);
                    int last = zeros < 0 ? bytes.Length : end + zeros;
                    int next = bytes[last..].IndexOfAnyExcept((byte)0);
                    end = last;
                    if (next is < 0 or >= MinGap)
                    {
                        break;
                    }

                    end = last + next;
                }

                Add(used, (page * Memory.PageBytes) + (ulong)start, (page * Memory.PageBytes) + (ulong)end);
                at = end;
            }
        }

        return used;
    }

    private static void Add(List<(ulong Start, ulong End)> used, ulong start, ulong end)
    {
        if (used.Count > 0 && start - used[^1].End < MinGap)
        {
            used[^1] = (used[^1].Start, end);
        }
        else
        {
            used.Add((start, end));
        }
    }
}
