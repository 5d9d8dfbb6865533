using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>Bulk operations, tables, growth, and access to memories other than the first.</content>
internal sealed unsafe partial class Interpreter
{
    /// <summary>Bytes that bulk operations move for one unit of fuel; an element of a table counts eight.</summary>
    private const int BytesPerUnit = 64;

    // Between two chunks the clock is looked at.
    private const int Chunk = 1 << 20;
    private const uint ElementChunk = 1 << 17;

    /// <summary>A, B, C: registers; second word: the instruction, and its indices in A and B.</summary>
    private static void ExecuteRare(ref Activation activation, Instr* i, byte* fp)
    {
        Instance instance = activation.Instance;
        uint a = *(uint*)(fp + i->A);
        uint b = *(uint*)(fp + i->B);
        uint c = *(uint*)(fp + i->C);
        uint x = i[1].A;
        uint y = i[1].B;
        switch ((Opcode)i[1].Op)
        {
            case Opcode.MemoryFill: Fill(ref activation, instance.Memories[x], a, (byte)b, c); break;
            case Opcode.MemoryCopy: Copy(ref activation, instance.Memories[x], instance.Memories[y], a, b, c); break;
            case Opcode.MemoryInit: Initialize(ref activation, instance.Memories[y], (int)x, a, b, c); break;
            case Opcode.DataDrop: instance.DropData((int)x); break;
            case Opcode.ElemDrop: instance.DropElements((int)x); break;
            case Opcode.MemorySize: *(ulong*)(fp + i->A) = instance.Memories[x].Pages; break;
            case Opcode.MemoryGrow: *(ulong*)(fp + i->A) = (uint)GrowMemory(ref activation, instance.Memories[x], b); break;
            case Opcode.RefFunc: *(ulong*)(fp + i->A) = instance.GetFunctionHandle((int)x); break;
            case Opcode.TableGet: *(ulong*)(fp + i->A) = instance.Tables[x][b]; break;
            case Opcode.TableSet: instance.Tables[x][a] = *(ulong*)(fp + i->B); break;
            case Opcode.TableSize: *(ulong*)(fp + i->A) = instance.Tables[x].Length; break;
            case Opcode.TableGrow: *(ulong*)(fp + i->A) = (uint)GrowTable(ref activation, instance.Tables[x], c, *(ulong*)(fp + i->B)); break;
            case Opcode.TableFill:
                Table filled = instance.Tables[x];
                if ((ulong)a + c > filled.Length) ThrowHelper.TableOutOfBounds();
                ChargeElements(ref activation, c);
                for (uint done = 0; done < c; done += ElementChunk)
                {
                    if (done > 0) activation.Store.CheckInterrupt();
                    filled.Elements.Slice((int)(a + done), (int)Math.Min(ElementChunk, c - done)).Fill(*(ulong*)(fp + i->B));
                }

                break;
            case Opcode.TableCopy:
                Table to = instance.Tables[x];
                Table from = instance.Tables[y];
                if ((ulong)a + c > to.Length || (ulong)b + c > from.Length) ThrowHelper.TableOutOfBounds();
                ChargeElements(ref activation, c);
                CopyTable(ref activation, to, from, a, b, c);
                break;
            case Opcode.TableInit:
                ChargeElements(ref activation, c);
                InitializeTable(ref activation, i, a, b, c);
                break;
            default: throw new InvalidOperationException($"Register code has {(Opcode)i[1].Op}, the interpreter has not.");
        }
    }

    private static void GrowMemory(ref Activation activation, Instr* i, byte* fp) =>
        *(ulong*)(fp + i->A) = (uint)GrowMemory(ref activation, activation.Instance.Memories[0], *(uint*)(fp + i->B));

    private static int GrowMemory(ref Activation activation, Memory memory, uint pages)
    {
        int before = memory.Grow(pages);
        if (before >= 0) Charge(ref activation, (long)pages * (Memory.PageBytes / BytesPerUnit));
        return before;
    }

    private static int GrowTable(ref Activation activation, Table table, uint count, ulong value)
    {
        int before = table.Grow(count, value);
        if (before >= 0) ChargeElements(ref activation, count);
        return before;
    }

    private static void Fill(ref Activation activation, Memory memory, uint offset, byte value, uint count)
    {
        if ((ulong)offset + count > memory.Length) ThrowHelper.MemoryOutOfBounds();
        Charge(ref activation, count / BytesPerUnit);
        while (count > Chunk)
        {
            memory.GetSpan(offset, Chunk).Fill(value);
            offset += Chunk;
            count -= Chunk;
            activation.Store.CheckInterrupt();
        }

        memory.GetSpan(offset, count).Fill(value);
    }

    private static void Copy(ref Activation activation, Memory to, Memory from, uint destination, uint source, uint count)
    {
        if ((ulong)source + count > from.Length || (ulong)destination + count > to.Length) ThrowHelper.MemoryOutOfBounds();
        Charge(ref activation, count / BytesPerUnit);
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

    private static void Initialize(ref Activation activation, Memory memory, int segment, uint destination, uint source, uint count)
    {
        ReadOnlySpan<byte> data = activation.Instance.GetData(segment);
        if ((ulong)source + count > (uint)data.Length || (ulong)destination + count > memory.Length) ThrowHelper.MemoryOutOfBounds();
        Charge(ref activation, count / BytesPerUnit);
        while (count > 0)
        {
            uint part = Math.Min(Chunk, count);
            data.Slice((int)source, (int)part).CopyTo(memory.GetSpan(destination, part));
            source += part;
            destination += part;
            count -= part;
            if (count > 0) activation.Store.CheckInterrupt();
        }
    }

    private static void CopyTable(ref Activation activation, Table to, Table from, uint destination, uint source, uint count)
    {
        bool backwards = to == from && destination > source;
        for (uint done = 0; done < count;)
        {
            uint part = Math.Min(ElementChunk, count - done);
            uint at = backwards ? count - done - part : done;
            from.Elements.Slice((int)(source + at), (int)part).CopyTo(to.Elements.Slice((int)(destination + at), (int)part));
            done += part;
            activation.Store.CheckInterrupt();
        }
    }

    private static void InitializeTable(ref Activation activation, Instr* i, uint destination, uint source, uint count)
    {
        Instance instance = activation.Instance;
        int segment = (int)i[1].A;
        instance.CheckElements(segment, (int)i[1].B, destination, source, count);
        for (uint done = 0; done < count; done += ElementChunk)
        {
            if (done > 0) activation.Store.CheckInterrupt();
            instance.CopyElements(segment, (int)i[1].B, destination + done, source + done, Math.Min(ElementChunk, count - done));
        }
    }

    private static void ChargeElements(ref Activation activation, uint count) => Charge(ref activation, count / (BytesPerUnit / sizeof(ulong)));

    private static void Charge(ref Activation activation, long units)
    {
        if (units <= activation.Fuel)
        {
            activation.Fuel -= (int)units;
            return;
        }

        // What the slice lacks comes from the store; there may be more missing than an int holds.
        long lacking = units - activation.Fuel;
        activation.Fuel = 0;
        activation.Store.ConsumeFuel(lacking);
        TakeSlice(ref activation);
    }

    /// <summary>A load or store of any memory. A: value; B: address; second word: the instruction, offset in B, memory in C.</summary>
    private static void AccessFar(Memory memory, Instr* i, byte* fp)
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
