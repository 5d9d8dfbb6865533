using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Bulk operations, tables, growth, and access to memories other than the first: what is rare enough for
/// methods out of the loop.</summary>
internal static unsafe class BulkOperations
{
    /// <summary>Bytes that bulk operations move for one unit of fuel; an element of a table counts eight.</summary>
    private const int BytesPerUnit = 64;

    // Between two chunks the clock is looked at.
    private const int Chunk = 1 << 20;
    private const uint ElementChunk = 1 << 17;

    /// <summary>The fuel that moving bytes costs, beside that of the instruction.</summary>
    public static long CostOf(long bytes) => bytes / BytesPerUnit;

    /// <summary>A, B, C: registers; second word: the instruction, and its indices in A and B.</summary>
    public static void Execute(ref Activation activation, Instr* i, byte* fp)
    {
        var opcode = (Opcode)i[1].Op;
        ulong result = Execute(ref activation, opcode, *(uint*)(fp + i->A), *(ulong*)(fp + i->B),
            *(uint*)(fp + i->C), i[1].A, i[1].B);
        if (HasResult(opcode))
        {
            *(ulong*)(fp + i->A) = result;
        }
    }

    /// <summary>Whether <see cref="Execute(ref Activation, Opcode, uint, ulong, uint, uint, uint)"/> gives a
    /// result.</summary>
    public static bool HasResult(Opcode opcode) =>
        opcode is Opcode.MemorySize or Opcode.MemoryGrow or Opcode.RefFunc or Opcode.TableGet or Opcode.TableSize
        or Opcode.TableGrow;

    /// <summary>Executes an instruction on memories, tables or segments. Of three operands the second alone may be a
    /// reference.</summary>
    /// <param name="activation">The run.</param>
    /// <param name="opcode">The instruction.</param>
    /// <param name="a">The first of three operands, or of two where there is no result.</param>
    /// <param name="b">The next; the only one.</param>
    /// <param name="c">The last of three, or of two where there is a result.</param>
    /// <param name="x">The first index.</param>
    /// <param name="y">The second index.</param>
    public static ulong Execute(ref Activation activation, Opcode opcode, uint a, ulong b, uint c, uint x, uint y)
    {
        Instance instance = activation.Instance;
        switch (opcode)
        {
            case Opcode.MemoryFill: Fill(ref activation, instance.Memories[x], a, (byte)b, c); break;
            case Opcode.MemoryCopy:
                Copy(ref activation, instance.Memories[x], instance.Memories[y], a, (uint)b, c);
                break;
            case Opcode.MemoryInit: Initialize(ref activation, instance.Memories[y], (int)x, a, (uint)b, c); break;
            case Opcode.DataDrop: instance.Segments.DropData((int)x); break;
            case Opcode.ElemDrop: instance.Segments.DropElements((int)x); break;
            case Opcode.MemorySize: return instance.Memories[x].Pages;
            case Opcode.MemoryGrow: return (uint)GrowMemory(ref activation, instance.Memories[x], (uint)b);
            case Opcode.RefFunc: return instance.GetFunctionHandle((int)x);
            case Opcode.TableGet: return instance.Tables[x][(uint)b];
            case Opcode.TableSet: instance.Tables[x][a] = b; break;
            case Opcode.TableSize: return instance.Tables[x].Length;
            case Opcode.TableGrow: return (uint)GrowTable(ref activation, instance.Tables[x], c, b);
            case Opcode.TableFill: FillTable(ref activation, instance.Tables[x], a, b, c); break;
            case Opcode.TableCopy:
                CopyTable(ref activation, instance.Tables[x], instance.Tables[y], a, (uint)b, c);
                break;
            case Opcode.TableInit:
                ChargeElements(ref activation, c);
                InitializeTable(ref activation, (int)x, (int)y, a, (uint)b, c);
                break;
            default: throw new InvalidOperationException($"Register code has {opcode}, the interpreter has not.");
        }

        return 0;
    }

    /// <summary>Grows the first memory. A: result; B: pages.</summary>
    public static void GrowMemory(ref Activation activation, Instr* i, byte* fp) =>
        *(ulong*)(fp + i->A) = (uint)GrowMemory(ref activation, activation.Instance.Memories[0], *(uint*)(fp + i->B));

    private static int GrowMemory(ref Activation activation, Memory memory, uint pages)
    {
        int before = memory.Grow(pages);
        if (before >= 0)
        {
            activation.Charge((long)pages * (Memory.PageBytes / BytesPerUnit));
        }

        return before;
    }

    private static int GrowTable(ref Activation activation, Table table, uint count, ulong value)
    {
        int before = table.Grow(count, value);
        if (before >= 0)
        {
            ChargeElements(ref activation, count);
        }

        return before;
    }

    private static void Fill(ref Activation activation, Memory memory, uint offset, byte value, uint count)
    {
        if ((ulong)offset + count > memory.Length)
        {
            ThrowHelper.MemoryOutOfBounds();
        }

        activation.Charge(CostOf(count));
        while (count > Chunk)
        {
            memory.GetSpan(offset, Chunk).Fill(value);
            offset += Chunk;
            count -= Chunk;
            activation.Store.CheckInterrupt();
        }

        memory.GetSpan(offset, count).Fill(value);
    }

    private static void Copy(ref Activation activation, Memory to, Memory from, uint destination, uint source,
        uint count)
    {
        if ((ulong)source + count > from.Length || (ulong)destination + count > to.Length)
        {
            ThrowHelper.MemoryOutOfBounds();
        }

        activation.Charge(CostOf(count));
        if (count <= Chunk)
        {
            from.GetSpan(source, count).CopyTo(to.GetSpan(destination, count));
            return;
        }

        // Chunks go in the direction in which an overlap does no harm.
        bool backwards = to == from && destination > source;
        for (uint done = 0; done < count;)
        {
            uint part = Math.Min(Chunk, count - done);
            uint at = backwards ? count - done - part : done;
            from.GetSpan(source + at, part).CopyTo(to.GetSpan(destination + at, part));
            done += part;
            activation.Store.CheckInterrupt();
        }
    }

    private static void Initialize(ref Activation activation, Memory memory, int segment, uint destination, uint source,
        uint count)
    {
        ReadOnlySpan<byte> data = activation.Instance.Segments.GetData(segment);
        if ((ulong)source + count > (uint)data.Length || (ulong)destination + count > memory.Length)
        {
            ThrowHelper.MemoryOutOfBounds();
        }

        activation.Charge(CostOf(count));
        while (count > 0)
        {
            uint part = Math.Min(Chunk, count);
            data.Slice((int)source, (int)part).CopyTo(memory.GetSpan(destination, part));
            source += part;
            destination += part;
            count -= part;
            if (count > 0)
            {
                activation.Store.CheckInterrupt();
            }
        }
    }

    private static void FillTable(ref Activation activation, Table table, uint index, ulong value, uint count)
    {
        if ((ulong)index + count > table.Length)
        {
            ThrowHelper.TableOutOfBounds();
        }

        ChargeElements(ref activation, count);
        for (uint done = 0; done < count; done += ElementChunk)
        {
            if (done > 0)
            {
                activation.Store.CheckInterrupt();
            }

            table.Elements.Slice((int)(index + done), (int)Math.Min(ElementChunk, count - done)).Fill(value);
        }
    }

    private static void CopyTable(ref Activation activation, Table to, Table from, uint destination, uint source,
        uint count)
    {
        if ((ulong)destination + count > to.Length || (ulong)source + count > from.Length)
        {
            ThrowHelper.TableOutOfBounds();
        }

        ChargeElements(ref activation, count);
        bool backwards = to == from && destination > source;
        for (uint done = 0; done < count;)
        {
            uint part = Math.Min(ElementChunk, count - done);
            uint at = backwards ? count - done - part : done;
            from.Elements.Slice((int)(source + at), (int)part)
                .CopyTo(to.Elements.Slice((int)(destination + at), (int)part));
            done += part;
            activation.Store.CheckInterrupt();
        }
    }

    private static void InitializeTable(ref Activation activation, int segment, int table, uint destination,
        uint source, uint count)
    {
        Instance instance = activation.Instance;
        instance.Segments.CheckElements(segment, table, destination, source, count);
        for (uint done = 0; done < count; done += ElementChunk)
        {
            if (done > 0)
            {
                activation.Store.CheckInterrupt();
            }

            instance.Segments.CopyElements(segment, table, destination + done, source + done,
                Math.Min(ElementChunk, count - done));
        }
    }

    private static void ChargeElements(ref Activation activation, uint count) =>
        activation.Charge(count / (BytesPerUnit / sizeof(ulong)));

    /// <summary>A load or store of any memory. A: value; B: address; second word: the instruction, offset in B, memory
    /// in C.</summary>
    public static void AccessFar(Memory memory, Instr* i, byte* fp)
    {
        var opcode = (Opcode)i[1].Op;
        int size = 1 << OpcodeTable.Get(opcode).Alignment;
        Span<byte> bytes = memory.GetSpan((ulong)*(uint*)(fp + i->B) + i[1].B, (ulong)size);
        if (opcode >= Opcode.I32Store)
        {
            new ReadOnlySpan<byte>(fp + i->A, size).CopyTo(bytes);
            return;
        }

        ulong raw = 0;
        bytes.CopyTo(new Span<byte>(&raw, size));
        *(ulong*)(fp + i->A) = opcode switch
        {
            Opcode.I32Load8S => (uint)(sbyte)raw,
            Opcode.I32Load16S => (uint)(short)raw,
            Opcode.I64Load8S => (ulong)(sbyte)raw,
            Opcode.I64Load16S => (ulong)(short)raw,
            Opcode.I64Load32S => (ulong)(int)raw,
            _ => raw,
        };
    }
}
