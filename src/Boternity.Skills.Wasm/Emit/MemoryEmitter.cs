using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Loads and stores.</summary>
internal sealed class MemoryEmitter(
    EmissionContext context, EmittedOperands operands, EmittedLocals locals, FuelEmitter fuel)
{
    private readonly ILGenerator _il = context.IL;

    public void EmitAccess()
    {
        OpcodeInfo info = context.Current.Info;
        bool isStore = info.Results.Length == 0;
        operands.LoadClean(info.Operands.Length);
        if (info.Immediate == ImmediateKind.MemArgLane)
        {
            EmitLaneAccess(isStore);
        }
        else if (isStore)
        {
            EmitStore(info.Opcode);
        }
        else
        {
            EmitLoad(info.Opcode);
        }

        operands.Take(info.Operands.Length);
        if (!isStore)
        {
            operands.Push(info.Results[0]);
        }
    }

    private void EmitLoad(Opcode opcode)
    {
        EmitChecked(isStore: false, LoadedType(opcode));
        switch (opcode)
        {
            case Opcode.I64Load8S or Opcode.I64Load16S or Opcode.I64Load32S: _il.Emit(OpCodes.Conv_I8); break;
            case Opcode.I64Load8U or Opcode.I64Load16U or Opcode.I64Load32U: _il.Emit(OpCodes.Conv_U8); break;
            case > Opcode.V128Load and < Opcode.V128Store or Opcode.V128Load32Zero or Opcode.V128Load64Zero:
                _il.Emit(OpCodes.Call, HelperMethods.OfVector(opcode));
                break;
        }
    }

    private void EmitStore(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.I32Store8 or Opcode.I64Store8: _il.Emit(OpCodes.Conv_U1); break;
            case Opcode.I32Store16 or Opcode.I64Store16: _il.Emit(OpCodes.Conv_U2); break;
            case Opcode.I64Store32: _il.Emit(OpCodes.Conv_U4); break;
        }

        EmitChecked(isStore: true, StoredType(opcode));
    }

    private void EmitLaneAccess(bool isStore)
    {
        Type lane = LaneType(context.Current.Info.Alignment);
        byte index = context.Immediates.Lane;
        if (isStore)
        {
            _il.LoadInt(index);
            _il.Emit(OpCodes.Call, VectorConstants.Getter(lane));
            EmitChecked(isStore: true, lane);
            return;
        }

        LocalBuilder vector = operands.GetTemporary(operands.Height - 1, ValType.V128);
        _il.Emit(OpCodes.Stloc, vector);
        EmitChecked(isStore: false, lane);
        _il.Emit(OpCodes.Ldloc, vector);
        _il.LoadInt(index);
        _il.Emit(OpCodes.Call, VectorConstants.Setter(lane));
    }

    private void EmitChecked(bool isStore, Type type)
    {
        ref BodyInstruction current = ref context.Current;
        bool isFar = current.Y != 0;
        _il.LoadInt((int)current.X);
        if (isFar)
        {
            _il.LoadInt((int)current.Y);
        }
        else
        {
            locals.LoadMemory();
        }

        fuel.LoadTrapArguments();
        _il.Emit(OpCodes.Call, isStore ? HelperMethods.Store(type, isFar) : HelperMethods.Load(type, isFar));
    }

    private static Type LoadedType(Opcode opcode) => opcode switch
    {
        Opcode.I32Load => typeof(int),
        Opcode.I64Load => typeof(long),
        Opcode.F32Load => typeof(float),
        Opcode.F64Load => typeof(double),
        Opcode.I32Load8S or Opcode.I64Load8S => typeof(sbyte),
        Opcode.I32Load8U or Opcode.I64Load8U or Opcode.V128Load8Splat => typeof(byte),
        Opcode.I32Load16S or Opcode.I64Load16S => typeof(short),
        Opcode.I32Load16U or Opcode.I64Load16U or Opcode.V128Load16Splat => typeof(ushort),
        Opcode.I64Load32S => typeof(int),
        Opcode.I64Load32U or Opcode.V128Load32Splat or Opcode.V128Load32Zero => typeof(uint),
        Opcode.V128Load => typeof(Vector128<byte>),
        _ => typeof(ulong),
    };

    private static Type StoredType(Opcode opcode) => opcode switch
    {
        Opcode.I32Store => typeof(int),
        Opcode.I64Store => typeof(long),
        Opcode.F32Store => typeof(float),
        Opcode.F64Store => typeof(double),
        Opcode.I32Store8 or Opcode.I64Store8 => typeof(byte),
        Opcode.I32Store16 or Opcode.I64Store16 => typeof(ushort),
        Opcode.I64Store32 => typeof(uint),
        _ => typeof(Vector128<byte>),
    };

    private static Type LaneType(int alignment) => alignment switch
    {
        0 => typeof(byte),
        1 => typeof(ushort),
        2 => typeof(uint),
        _ => typeof(ulong),
    };
}
