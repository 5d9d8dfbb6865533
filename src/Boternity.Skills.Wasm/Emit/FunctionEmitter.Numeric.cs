using System.Numerics;
using System.Reflection.Emit;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Emit;

/// <content>Numbers and vectors. What IL has no instruction for is a method named like the instruction, which the
/// interpreter calls too.</content>
internal sealed unsafe partial class FunctionEmitter
{
    private void EmitFixed()
    {
        switch (Current.Info.Immediate)
        {
            case ImmediateKind.None: EmitPlain(); break;
            case ImmediateKind.I32 or ImmediateKind.I64 or ImmediateKind.F32 or ImmediateKind.F64:
                EmitConstant(Current.Info.Results[0], Current.Low);
                break;
            case ImmediateKind.V128:
                LoadVector();
                Push(ValType.V128);
                break;
            case ImmediateKind.MemArg or ImmediateKind.MemArgLane: EmitAccess(); break;
            case ImmediateKind.Shuffle:
                LoadClean(2);
                LoadVector();
                EmitMethod(typeof(SimdOps));
                break;
            case ImmediateKind.Lane: EmitLane(); break;
            default: EmitRare(); break;
        }
    }

    private void EmitConstant(ValType type, ulong bits)
    {
        LoadConstant(type, bits);
        Push(type);
        Top.IsConstant = true;
        Top.Constant = bits;
    }

    private void LoadConstant(ValType type, ulong bits)
    {
        switch (type)
        {
            case ValType.I32: _il.LoadInt((int)bits); break;

            case ValType.F32 when float.IsNaN(BitConverter.UInt32BitsToSingle((uint)bits)):
                _il.LoadInt((int)bits);
                _il.Emit(OpCodes.Call, HelperMethods.NotANumber);
                break;
            case ValType.F64 when double.IsNaN(BitConverter.UInt64BitsToDouble(bits)):
                _il.LoadLong((long)bits);
                _il.Emit(OpCodes.Call, Reinterpret(nameof(BitConverter.Int64BitsToDouble)));
                break;
            case ValType.F32: _il.Emit(OpCodes.Ldc_R4, BitConverter.UInt32BitsToSingle((uint)bits)); break;
            case ValType.F64: _il.Emit(OpCodes.Ldc_R8, BitConverter.UInt64BitsToDouble(bits)); break;
            default: _il.LoadLong((long)bits); break;
        }
    }

    private void LoadVector()
    {
        _il.LoadLong((long)Current.Low);
        _il.LoadLong((long)Current.High);
        _il.Emit(OpCodes.Call, VectorConstants.FromHalves);
    }

    private void EmitPlain()
    {
        Opcode opcode = Current.Opcode;
        if (opcode == Opcode.Nop)
        {
            return;
        }

        int operands = Current.Info.Operands.Length;
        if (TakesRawFloats(opcode))
        {
            Load(operands);
        }
        else
        {
            LoadClean(operands);
        }

        bool isRaw = false;
        if ((int)opcode >> 8 == OpcodeTable.VectorPrefix)
        {
            EmitMethod(typeof(SimdOps));
            return;
        }

        if (EmitTrapping(opcode))
        {
            return;
        }

        if (!EmitInteger(opcode))
        {
            isRaw = EmitFloat(opcode);
        }

        Take(operands);
        Push(Current.Info.Results[0], isRaw: isRaw);
    }

    // Instructions to which all NaNs are alike.
    private static bool TakesRawFloats(Opcode opcode) =>
        opcode is (>= Opcode.F32Eq and <= Opcode.F64Ge) or (>= Opcode.F32Ceil and <= Opcode.F32Max)
        or (>= Opcode.F64Ceil and <= Opcode.F64Max) or (>= Opcode.I32TruncF32S and <= Opcode.F64PromoteF32)
        or (>= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U);

    /// <summary>Calls the method that is named like the instruction; operands and immediates are on the IL
    /// stack.</summary>
    private void EmitMethod(Type type)
    {
        _il.Emit(OpCodes.Call, HelperMethods.Of(type, Current.Opcode.ToString()));
        Take(Current.Info.Operands.Length);
        Push(Current.Info.Results[0]);
    }

    private bool EmitTrapping(Opcode opcode)
    {
        bool traps = opcode is (>= Opcode.I32DivS and <= Opcode.I32RemU) or (>= Opcode.I64DivS and <= Opcode.I64RemU)
            or (>= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U)
            or (>= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U);
        if (!traps)
        {
            return false;
        }

        LoadTrapArguments();
        EmitMethod(typeof(CompiledHelpers));
        return true;
    }

    private void EmitLane()
    {
        LoadClean(Current.Info.Operands.Length);
        if (Current.Opcode == Opcode.F32x4ExtractLane)
        {
            // As bits: of a vector that it knows, the JIT has the lane as a double, which makes a signalling NaN a
            // quiet one.
            _il.LoadInt(Current.Lane);
            _il.Emit(OpCodes.Call, HelperMethods.Of(typeof(SimdOps), nameof(SimdOps.I32x4ExtractLane)));
            OrZero(typeof(uint));
            _il.Emit(OpCodes.Call, Reinterpret(nameof(BitConverter.Int32BitsToSingle)));
            Take(1);
            Push(ValType.F32);
            return;
        }

        if (Current.Info.Operands.Length == 2)
        {
            // The lane's number goes between vector and value.
            LocalBuilder value = GetTemporary(Height - 1, Current.Info.Operands[1]);
            _il.Emit(OpCodes.Stloc, value);
            _il.LoadInt(Current.Lane);
            _il.Emit(OpCodes.Ldloc, value);
        }
        else
        {
            _il.LoadInt(Current.Lane);
        }

        EmitMethod(typeof(SimdOps));
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
            case Opcode.I32Clz: EmitBits(nameof(BitOperations.LeadingZeroCount), typeof(uint)); break;
            case Opcode.I32Ctz: EmitBits(nameof(BitOperations.TrailingZeroCount), typeof(uint)); break;
            case Opcode.I32Popcnt: EmitBits(nameof(BitOperations.PopCount), typeof(uint)); break;
            case Opcode.I64Clz: EmitBits(nameof(BitOperations.LeadingZeroCount), typeof(ulong)); break;
            case Opcode.I64Ctz: EmitBits(nameof(BitOperations.TrailingZeroCount), typeof(ulong)); break;
            case Opcode.I64Popcnt: EmitBits(nameof(BitOperations.PopCount), typeof(ulong)); break;
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
            case Opcode.I32Rotl: EmitRotation(nameof(BitOperations.RotateLeft), typeof(uint)); break;
            case Opcode.I32Rotr: EmitRotation(nameof(BitOperations.RotateRight), typeof(uint)); break;
            case Opcode.I64Rotl: EmitRotation(nameof(BitOperations.RotateLeft), typeof(ulong)); break;
            case Opcode.I64Rotr: EmitRotation(nameof(BitOperations.RotateRight), typeof(ulong)); break;
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
            case Opcode.F32Abs:
                _il.Emit(OpCodes.Call, typeof(MathF).GetMethod(nameof(MathF.Abs), [typeof(float)])!);
                return false;
            case Opcode.F64Abs:
                _il.Emit(OpCodes.Call, typeof(Math).GetMethod(nameof(Math.Abs), [typeof(double)])!);
                return false;
            case Opcode.F32Copysign:
                _il.Emit(OpCodes.Call,
                    typeof(MathF).GetMethod(nameof(MathF.CopySign), [typeof(float), typeof(float)])!);
                return false;
            case Opcode.F64Copysign:
                _il.Emit(OpCodes.Call,
                    typeof(Math).GetMethod(nameof(Math.CopySign), [typeof(double), typeof(double)])!);
                return false;
            case Opcode.I32ReinterpretF32:
                _il.Emit(OpCodes.Call, Reinterpret(nameof(BitConverter.SingleToInt32Bits)));
                return false;
            case Opcode.I64ReinterpretF64:
                _il.Emit(OpCodes.Call, Reinterpret(nameof(BitConverter.DoubleToInt64Bits)));
                return false;

            // The JIT of .NET 10 makes of a byte that was just loaded a load of a whole float.
            case Opcode.F32ReinterpretI32:
                OrZero(typeof(uint));
                _il.Emit(OpCodes.Call, Reinterpret(nameof(BitConverter.Int32BitsToSingle)));
                return false;
            case Opcode.F64ReinterpretI64:
                OrZero(typeof(ulong));
                _il.Emit(OpCodes.Call, Reinterpret(nameof(BitConverter.Int64BitsToDouble)));
                return false;
            default: _il.Emit(OpCodes.Call, HelperMethods.Of(typeof(FloatOps), opcode.ToString())); return false;
        }
    }

    private static System.Reflection.MethodInfo Reinterpret(string name) =>
        HelperMethods.Of(typeof(BitConverter), name);

    private void EmitNot(OpCode comparison)
    {
        _il.Emit(comparison);
        _il.LoadInt(0);
        _il.Emit(OpCodes.Ceq);
    }

    private void EmitShift(OpCode shift, int mask)
    {
        // IL leaves it open what a shift by more does.
        if (Current.Opcode >= Opcode.I64Shl)
        {
            _il.Emit(OpCodes.Conv_I4);
        }

        _il.LoadInt(mask);
        _il.Emit(OpCodes.And);
        _il.Emit(shift);
    }

    private void EmitRotation(string name, Type type)
    {
        if (type == typeof(ulong))
        {
            _il.Emit(OpCodes.Conv_I4);
        }

        _il.Emit(OpCodes.Call, typeof(BitOperations).GetMethod(name, [type, typeof(int)])!);

        // The JIT of .NET 10 takes a rotation by a constant to set the zero flag, which it does not: a branch on the
        // result would go astray.
        OrZero(type);
    }

    // Changes nothing, but the JIT cannot know that: what comes before and what comes behind are not merged.
    private void OrZero(Type type)
    {
        _il.Emit(OpCodes.Ldloc, _zero!);
        if (type == typeof(uint))
        {
            _il.Emit(OpCodes.Conv_I4);
        }

        _il.Emit(OpCodes.Or);
    }

    private void EmitBits(string name, Type type)
    {
        _il.Emit(OpCodes.Call, typeof(BitOperations).GetMethod(name, [type])!);
        if (type == typeof(ulong))
        {
            _il.Emit(OpCodes.Conv_I8);
        }
    }

    private void EmitExtension(OpCode narrow)
    {
        _il.Emit(narrow);
        _il.Emit(OpCodes.Conv_I8);
    }
}
