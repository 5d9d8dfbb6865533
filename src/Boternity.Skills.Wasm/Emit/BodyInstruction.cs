using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>An instruction of a body, decoded.</summary>
internal struct BodyInstruction
{
    public OpcodeInfo Info;

    /// <summary>Where it stands, in bytes from the start of the module's binary.</summary>
    public int Offset;

    /// <summary>The first immediate: an index, a label's depth, or a memory access' offset.</summary>
    public uint X;

    /// <summary>The second immediate: an index, or the memory of an access.</summary>
    public uint Y;

    /// <summary>The lane of lane instructions.</summary>
    public byte Lane;

    /// <summary>A constant's bits; the low half of a vector's.</summary>
    public ulong Low;

    /// <summary>The high half of a vector's bits.</summary>
    public ulong High;

    /// <summary>The labels of a br_table, the default last.</summary>
    public uint[]? Labels;

    /// <summary>The type of a block, loop or if.</summary>
    public FuncType? BlockType;

    /// <summary>Of a block, loop, if or else: the index of its end.</summary>
    public int End;

    /// <summary>Of an if: the index of its else; -1 for none.</summary>
    public int Else;

    /// <summary>Whether it can be reached. What cannot is not emitted.</summary>
    public bool IsReached;

    /// <summary>Of an end: whether something branches to it.</summary>
    public bool IsJoined;

    /// <summary>Of a loop: whether something branches back to it.</summary>
    public bool IsRepeated;

    public readonly Opcode Opcode => Info.Opcode;
}
