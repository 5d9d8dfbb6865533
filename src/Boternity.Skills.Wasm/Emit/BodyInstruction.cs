using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>An instruction of a body, decoded.</summary>
internal struct BodyInstruction
{
    public OpcodeInfo Info;

    /// <summary>Where it stands, in bytes from the start of the module's binary.</summary>
    public int Offset;

    /// <summary>What follows the opcode.</summary>
    public Immediates Immediates;

    /// <summary>The labels that a br_table names, each once; null for all else.</summary>
    public uint[]? Targets;

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

    /// <summary>The first index, a label's depth, or a memory access' offset.</summary>
    public readonly uint X => Immediates.X;

    /// <summary>The second index, or the memory of an access.</summary>
    public readonly uint Y => Immediates.Y;

    /// <summary>The type of a block, loop or if.</summary>
    public readonly FuncType BlockType => Immediates.BlockType!;
}
