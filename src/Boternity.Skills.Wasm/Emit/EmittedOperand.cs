using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>An operand of the guest's stack, while its function is emitted.</summary>
internal struct EmittedOperand
{
    public ValType Type;

    /// <summary>Where its slot begins, in bytes from the frame.</summary>
    public int Slot;

    /// <summary>The local it was read from, if that was not changed since; -1 otherwise. The interpreter may take it
    /// from there.</summary>
    public int Local;

    /// <summary>Whether it is a constant, which the interpreter may not have put into its slot.</summary>
    public bool IsConstant;

    public ulong Constant;

    /// <summary>Whether it may not be seen yet: the result of float arithmetic whose NaN was not made canonical, or of
    /// a rotation, and of arithmetic with one, that must not be compared (see <see
    /// cref="EmittedLocals.EmitOrZero"/>).</summary>
    public bool IsRaw;

    /// <summary>How deep the expression is that makes it on the IL stack.</summary>
    public int Depth;

    public readonly int End => Slot + (Type.SlotCount * sizeof(ulong));
}
