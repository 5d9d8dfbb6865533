using System.Reflection;
using System.Reflection.Emit;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Numbers and vectors. What IL has no instruction for is a method named like the instruction, which the
/// interpreter calls too.</summary>
internal sealed class NumericEmitter(
    EmissionContext context, EmittedOperands operands, EmittedLocals locals, FuelEmitter fuel)
{
    private readonly ILGenerator _il = context.IL;

    public void EmitConstant(ValType type, ulong bits)
    {
        ConstantEmitter.Load(_il, type, bits);
        operands.Push(type);
        operands.Top.IsConstant = true;
        operands.Top.Constant = bits;
    }

    public void EmitVector()
    {
        LoadVector();
        operands.Push(ValType.V128);
    }

    public void EmitShuffle()
    {
        operands.LoadClean(2);
        LoadVector();
        EmitVectorMethod();
    }

    /// <summary>An instruction without immediates.</summary>
    public void EmitPlain()
    {
        Opcode opcode = context.Current.Opcode;
        if (opcode == Opcode.Nop)
        {
            return;
        }

        int count = context.Current.Info.Operands.Length;
        bool isRaw = IsRotation(opcode);
        if (TakesRawFloats(opcode))
        {
            operands.Load(count);
        }
        else if (TakesRotations(opcode))
        {
            operands.Load(count);
            isRaw |= operands.IsAnyRaw(count);
        }
        else
        {
            operands.LoadClean(count);
        }

        if ((int)opcode >> 8 == OpcodeTable.VectorPrefix)
        {
            EmitVectorMethod();
        }
        else if (CanTrap(opcode))
        {
            fuel.LoadTrapArguments();
            EmitMethod(HelperMethods.OfTrapping(opcode));
        }
        else
        {
            isRaw |= !EmitInteger(opcode) && EmitFloat(opcode);
            operands.Take(count);
            operands.Push(context.Current.Info.Results[0], isRaw: isRaw);
        }
    }

    /// <summary>An instruction on one lane.</summary>
    public void EmitLane()
    {
        OpcodeInfo info = context.Current.Info;
        byte lane = context.Immediates.Lane;
        operands.LoadClean(info.Operands.Length);
        if (info.Opcode == Opcode.F32x4ExtractLane)
        {
            // As bits: of a vector that it knows, the JIT has the lane as a double, which makes a signalling NaN a
            // quiet one.
            _il.LoadInt(lane);
            _il.Emit(OpCodes.Call, HelperMethods.OfVector(Opcode.I32x4ExtractLane));
            locals.EmitOrZero(isWide: false);
            _il.Emit(OpCodes.Call, HelperMethods.Int32BitsToSingle);
            operands.Take(1);
            operands.Push(ValType.F32);
            return;
        }

        if (info.Operands.Length == 2)
        {
            // The lane's number goes between vector and value.
            LocalBuilder value = operands.GetTemporary(operands.Height - 1, info.Operands[1]);
            _il.Emit(OpCodes.Stloc, value);
            _il.LoadInt(lane);
            _il.Emit(OpCodes.Ldloc, value);
        }
        else
        {
            _il.LoadInt(lane);
        }

        EmitVectorMethod();
    }

    private void LoadVector()
    {
        Immediates immediates = context.Immediates;
        ConstantEmitter.LoadVector(_il, immediates.Low, immediates.High);
    }

    // Instructions to which all NaNs are alike.
    private static bool TakesRawFloats(Opcode opcode) =>
        opcode is (>= Opcode.F32Eq and <= Opcode.F64Ge) or (>= Opcode.F32Ceil and <= Opcode.F32Max)
        or (>= Opcode.F64Ceil and <= Opcode.F64Max) or (>= Opcode.I32TruncF32S and <= Opcode.F64PromoteF32)
        or (>= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U);

    private static bool IsRotation(Opcode opcode) =>
        opcode is Opcode.I32Rotl or Opcode.I32Rotr or Opcode.I64Rotl or Opcode.I64Rotr;

    // The JIT of .NET 10 takes a rotation by a constant to set the zero flag, which it does not: a branch on the result
    // would go astray. So a rotation's result is compared by nobody before an or with a zero that the JIT does not
    // know. These instructions compare nothing, but the JIT may see that they change nothing.
    private static bool TakesRotations(Opcode opcode) =>
        opcode is (>= Opcode.I32Add and <= Opcode.I32Mul) or (>= Opcode.I64Add and <= Opcode.I64Mul)
        or (>= Opcode.I32And and <= Opcode.I32Rotr) or (>= Opcode.I64And and <= Opcode.I64Rotr);

    private static bool CanTrap(Opcode opcode) =>
        opcode is (>= Opcode.I32DivS and <= Opcode.I32RemU) or (>= Opcode.I64DivS and <= Opcode.I64RemU)
        or (>= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U) or (>= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U);

    private void EmitVectorMethod() => EmitMethod(HelperMethods.OfVector(context.Current.Opcode));

    // Operands and immediates are on the IL stack.
    private void EmitMethod(MethodInfo method)
    {
        _il.Emit(OpCodes.Call, method);
        operands.Take(context.Current.Info.Operands.Length);
        operands.Push(context.Current.Info.Results[0]);
    }

    private bool EmitInteger(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.I32Eqz:
                _il.LoadInt(0);
                _il.Emit(OpCodes.Ceq);
                break;
            case Opcode.I64Eqz:
                _il.LoadLong(0);
                _il.Emit(OpCodes.Ceq);
                break;
            case Opcode.I32Eq or Opcode.I64Eq: _il.Emit(OpCodes.Ceq); break;
            case Opcode.I32Ne or Opcode.I64Ne: EmitNot(OpCodes.Ceq); break;
            case Opcode.I32LtS or Opcode.I64LtS: _il.Emit(OpCodes.Clt); break;
            case Opcode.I32LtU or Opcode.I64LtU: _il.Emit(OpCodes.Clt_Un); break;
            case Opcode.I32GtS or Opcode.I64GtS: _il.Emit(OpCodes.Cgt); break;
            case Opcode.I32GtU or Opcode.I64GtU: _il.Emit(OpCodes.Cgt_Un); break;
            case Opcode.I32LeS or Opcode.I64LeS: EmitNot(OpCodes.Cgt); break;
            case Opcode.I32LeU or Opcode.I64LeU: EmitNot(OpCodes.Cgt_Un); break;
            case Opcode.I32GeS or Opcode.I64GeS: EmitNot(OpCodes.Clt); break;
            case Opcode.I32GeU or Opcode.I64GeU: EmitNot(OpCodes.Clt_Un); break;
            case Opcode.I32Clz: _il.Emit(OpCodes.Call, HelperMethods.LeadingZeroCount32); break;
            case Opcode.I32Ctz: _il.Emit(OpCodes.Call, HelperMethods.TrailingZeroCount32); break;
            case Opcode.I32Popcnt: _il.Emit(OpCodes.Call, HelperMethods.PopCount32); break;
            case Opcode.I64Clz: EmitBits64(HelperMethods.LeadingZeroCount64); break;
            case Opcode.I64Ctz: EmitBits64(HelperMethods.TrailingZeroCount64); break;
            case Opcode.I64Popcnt: EmitBits64(HelperMethods.PopCount64); break;
            case Opcode.I32Add or Opcode.I64Add: _il.Emit(OpCodes.Add); break;
            case Opcode.I32Sub or Opcode.I64Sub: _il.Emit(OpCodes.Sub); break;
            case Opcode.I32Mul or Opcode.I64Mul: _il.Emit(OpCodes.Mul); break;
            case Opcode.I32And or Opcode.I64And: _il.Emit(OpCodes.And); break;
            case Opcode.I32Or or Opcode.I64Or: _il.Emit(OpCodes.Or); break;
            case Opcode.I32Xor or Opcode.I64Xor: _il.Emit(OpCodes.Xor); break;
            case Opcode.I32Shl: EmitShift(OpCodes.Shl, 31); break;
            case Opcode.I32ShrS: EmitShift(OpCodes.Shr, 31); break;
            case Opcode.I32ShrU: EmitShift(OpCodes.Shr_Un, 31); break;
            case Opcode.I64Shl: EmitShift(OpCodes.Shl, 63); break;
            case Opcode.I64ShrS: EmitShift(OpCodes.Shr, 63); break;
            case Opcode.I64ShrU: EmitShift(OpCodes.Shr_Un, 63); break;
            case Opcode.I32Rotl: _il.Emit(OpCodes.Call, HelperMethods.RotateLeft32); break;
            case Opcode.I32Rotr: _il.Emit(OpCodes.Call, HelperMethods.RotateRight32); break;
            case Opcode.I64Rotl: EmitWideRotation(HelperMethods.RotateLeft64); break;
            case Opcode.I64Rotr: EmitWideRotation(HelperMethods.RotateRight64); break;
            case Opcode.I32WrapI64: _il.Emit(OpCodes.Conv_I4); break;
            case Opcode.I64ExtendI32S: _il.Emit(OpCodes.Conv_I8); break;
            case Opcode.I64ExtendI32U: _il.Emit(OpCodes.Conv_U8); break;
            case Opcode.I32Extend8S: _il.Emit(OpCodes.Conv_I1); break;
            case Opcode.I32Extend16S: _il.Emit(OpCodes.Conv_I2); break;
            case Opcode.I64Extend8S: EmitExtension(OpCodes.Conv_I1); break;
            case Opcode.I64Extend16S: EmitExtension(OpCodes.Conv_I2); break;
            case Opcode.I64Extend32S: EmitExtension(OpCodes.Conv_I4); break;
            default: return false;
        }

        return true;
    }

    // Whether the result is a float that may have a NaN of any bits.
    private bool EmitFloat(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.F32Eq or Opcode.F64Eq: _il.Emit(OpCodes.Ceq); return false;
            case Opcode.F32Ne or Opcode.F64Ne: EmitNot(OpCodes.Ceq); return false;
            case Opcode.F32Lt or Opcode.F64Lt: _il.Emit(OpCodes.Clt); return false;
            case Opcode.F32Gt or Opcode.F64Gt: _il.Emit(OpCodes.Cgt); return false;

            // The forms for "unordered" are true for a NaN, and so their opposites false.
            case Opcode.F32Le or Opcode.F64Le: EmitNot(OpCodes.Cgt_Un); return false;
            case Opcode.F32Ge or Opcode.F64Ge: EmitNot(OpCodes.Clt_Un); return false;
            case Opcode.F32Add or Opcode.F64Add: _il.Emit(OpCodes.Add); return true;
            case Opcode.F32Sub or Opcode.F64Sub: _il.Emit(OpCodes.Sub); return true;
            case Opcode.F32Mul or Opcode.F64Mul: _il.Emit(OpCodes.Mul); return true;
            case Opcode.F32Div or Opcode.F64Div: _il.Emit(OpCodes.Div); return true;
            case Opcode.F32Neg or Opcode.F64Neg: _il.Emit(OpCodes.Neg); return false;
            case Opcode.F32Abs: _il.Emit(OpCodes.Call, HelperMethods.AbsSingle); return false;
            case Opcode.F64Abs: _il.Emit(OpCodes.Call, HelperMethods.AbsDouble); return false;
            case Opcode.F32Copysign: _il.Emit(OpCodes.Call, HelperMethods.CopySignSingle); return false;
            case Opcode.F64Copysign: _il.Emit(OpCodes.Call, HelperMethods.CopySignDouble); return false;
            case Opcode.I32ReinterpretF32: _il.Emit(OpCodes.Call, HelperMethods.SingleToInt32Bits); return false;
            case Opcode.I64ReinterpretF64: _il.Emit(OpCodes.Call, HelperMethods.DoubleToInt64Bits); return false;

            // The JIT of .NET 10 makes of a byte that was just loaded a load of a whole float.
            case Opcode.F32ReinterpretI32:
                locals.EmitOrZero(isWide: false);
                _il.Emit(OpCodes.Call, HelperMethods.Int32BitsToSingle);
                return false;
            case Opcode.F64ReinterpretI64:
                locals.EmitOrZero(isWide: true);
                _il.Emit(OpCodes.Call, HelperMethods.Int64BitsToDouble);
                return false;
            default: _il.Emit(OpCodes.Call, HelperMethods.OfFloat(opcode)); return false;
        }
    }

    private void EmitNot(OpCode comparison)
    {
        _il.Emit(comparison);
        _il.LoadInt(0);
        _il.Emit(OpCodes.Ceq);
    }

    private void EmitShift(OpCode shift, int mask)
    {
        // IL leaves it open what a shift by more does.
        if (context.Current.Opcode >= Opcode.I64Shl)
        {
            _il.Emit(OpCodes.Conv_I4);
        }

        _il.LoadInt(mask);
        _il.Emit(OpCodes.And);
        _il.Emit(shift);
        if (context.Region.MayBecomeRotation(context.Index))
        {
            locals.EmitOrZero(isWide: mask == 63);
        }
    }

    private void EmitWideRotation(MethodInfo rotate)
    {
        _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Call, rotate);
    }

    private void EmitBits64(MethodInfo count)
    {
        _il.Emit(OpCodes.Call, count);
        _il.Emit(OpCodes.Conv_I8);
    }

    private void EmitExtension(OpCode narrow)
    {
        _il.Emit(narrow);
        _il.Emit(OpCodes.Conv_I8);
    }
}
