using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>An instruction of a body, decoded as far as more than one of the emitter's passes needs it. What else
/// follows the opcode is read again where it is used.</summary>
internal struct BodyInstruction
{
    public OpcodeInfo Info;

    /// <summary>Where it stands, in bytes from the start of the module's binary.</summary>
    public int Offset;

    /// <summary>The first index, a label's depth, or a memory access' offset.</summary>
    public uint X;

    /// <summary>The second index, or the memory of an access.</summary>
    public uint Y;

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

    /// <summary>Whether it loads from the first memory, or stores there.</summary>
    public readonly bool IsFirstMemoryAccess =>
        Info.Immediate is ImmediateKind.MemArg or ImmediateKind.MemArgLane && Y == 0;
}
