namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Which integer instructions have a form with a constant instead of their right operand.</summary>
internal static class ConstantForms
{
    /// <summary>Makes of an instruction the one with its operands exchanged; false where there is none.</summary>
    public static bool TryExchange(ref RegisterOp op)
    {
        switch (op)
        {
            case RegisterOp.I32Add or RegisterOp.I32Mul or RegisterOp.I32And or RegisterOp.I32Or or RegisterOp.I32Xor
                or RegisterOp.I64Add or RegisterOp.I64Mul or RegisterOp.I64And or RegisterOp.I64Or or RegisterOp.I64Xor:
                return true;
            case (>= RegisterOp.I32Eq and <= RegisterOp.I32GeU) or (>= RegisterOp.I64Eq and <= RegisterOp.I64GeU):
                op = Comparisons.Mirror(op);
                return true;
            default: return false;
        }
    }

    /// <summary>The form with a constant.</summary>
    /// <param name="op">The form with registers.</param>
    /// <param name="value">The right operand.</param>
    /// <param name="withConstant">The form with a constant.</param>
    /// <param name="constant">The constant as that form has it: 32 bits, sign-extended for 64-bit instructions.</param>
    public static bool TryGet(RegisterOp op, ulong value, out RegisterOp withConstant, out uint constant)
    {
        bool isWide = IsI64(op);
        withConstant = default;
        constant = (uint)value;
        if (op is RegisterOp.I32Sub or RegisterOp.I64Sub)
        {
            value = isWide ? 0 - value : (uint)(0 - (uint)value);
            constant = (uint)value;
            op = isWide ? RegisterOp.I64Add : RegisterOp.I32Add;
        }

        if (isWide && (long)value != (int)value)
        {
            return false;
        }

        if (Find(op) is not { } found)
        {
            return false;
        }

        if (IsDivision(found) && (int)constant is 0 or -1)
        {
            return false;
        }

        withConstant = found;
        return true;
    }

    private static bool IsI64(RegisterOp op) =>
        op is (>= RegisterOp.I64Eq and <= RegisterOp.I64GeU) or (>= RegisterOp.I64Add and <= RegisterOp.I64Rotr);

    // A divisor of 0 traps and one of -1 may overflow: those keep the general form.
    private static bool IsDivision(RegisterOp op) =>
        op is (>= RegisterOp.I32DivSConst and <= RegisterOp.I32RemUConst)
        or (>= RegisterOp.I64DivSConst and <= RegisterOp.I64RemUConst);

    private static RegisterOp? Find(RegisterOp op) => op switch
    {
        >= RegisterOp.I32Eq and <= RegisterOp.I32GeU => op - RegisterOp.I32Eq + RegisterOp.I32EqConst,
        >= RegisterOp.I64Eq and <= RegisterOp.I64GeU => op - RegisterOp.I64Eq + RegisterOp.I64EqConst,
        RegisterOp.I32Add => RegisterOp.I32AddConst,
        RegisterOp.I32Mul => RegisterOp.I32MulConst,
        RegisterOp.I32And => RegisterOp.I32AndConst,
        RegisterOp.I32Or => RegisterOp.I32OrConst,
        RegisterOp.I32Xor => RegisterOp.I32XorConst,
        RegisterOp.I32Shl => RegisterOp.I32ShlConst,
        RegisterOp.I32ShrS => RegisterOp.I32ShrSConst,
        RegisterOp.I32ShrU => RegisterOp.I32ShrUConst,
        RegisterOp.I32Rotl => RegisterOp.I32RotlConst,
        RegisterOp.I32Rotr => RegisterOp.I32RotrConst,
        RegisterOp.I32DivS => RegisterOp.I32DivSConst,
        RegisterOp.I32DivU => RegisterOp.I32DivUConst,
        RegisterOp.I32RemS => RegisterOp.I32RemSConst,
        RegisterOp.I32RemU => RegisterOp.I32RemUConst,
        RegisterOp.I64Add => RegisterOp.I64AddConst,
        RegisterOp.I64Mul => RegisterOp.I64MulConst,
        RegisterOp.I64And => RegisterOp.I64AndConst,
        RegisterOp.I64Or => RegisterOp.I64OrConst,
        RegisterOp.I64Xor => RegisterOp.I64XorConst,
        RegisterOp.I64Shl => RegisterOp.I64ShlConst,
        RegisterOp.I64ShrS => RegisterOp.I64ShrSConst,
        RegisterOp.I64ShrU => RegisterOp.I64ShrUConst,
        RegisterOp.I64Rotl => RegisterOp.I64RotlConst,
        RegisterOp.I64Rotr => RegisterOp.I64RotrConst,
        RegisterOp.I64DivS => RegisterOp.I64DivSConst,
        RegisterOp.I64DivU => RegisterOp.I64DivUConst,
        RegisterOp.I64RemS => RegisterOp.I64RemSConst,
        RegisterOp.I64RemU => RegisterOp.I64RemUConst,
        _ => null,
    };
}
