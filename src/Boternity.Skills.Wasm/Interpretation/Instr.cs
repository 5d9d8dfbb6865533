using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// A word of register code. A, B and C are mostly registers, as byte offsets from the frame; what else they are, <see
/// cref="Translator"/> and the loop agree on per instruction. Some instructions have a second word for what does not
/// fit the first.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct Instr
{
    [FieldOffset(0)]
    public RegisterOp Op;

    /// <summary>Fuel of the run of instructions that begins here; charged by whatever jumps here.</summary>
    [FieldOffset(2)]
    public ushort Cost;

    [FieldOffset(4)]
    public uint A;

    [FieldOffset(8)]
    public uint B;

    /// <summary>In branches the distance to the target, in bytes from this word.</summary>
    [FieldOffset(12)]
    public uint C;

    /// <summary>B and C together.</summary>
    [FieldOffset(8)]
    public ulong Immediate;
}
