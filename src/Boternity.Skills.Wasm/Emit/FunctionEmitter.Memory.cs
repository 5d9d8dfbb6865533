using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Emit;

/// <content>Memory, and what is rare enough for one method that does it all.</content>
internal sealed unsafe partial class FunctionEmitter
{
    private readonly LocalBuilder?[] _wide = new LocalBuilder?[3];

    private void EmitAccess()
    {
        bool isStore = Current.Info.Results.Length == 0;
        LoadClean(Current.Info.Operands.Length);
        if (Current.Info.Immediate == ImmediateKind.MemArgLane)
        {
            EmitLaneAccess(isStore);
        }
        else if (isStore)
        {
            EmitStore();
        }
        else
        {
            EmitLoad();
        }

        ValType? result = isStore ? null : Current.Info.Results[0];
        Take(Current.Info.Operands.Length);
        if (result is { } type)
        {
            Push(type);
        }
    }

    private void EmitLoad()
    {
        Opcode opcode = Current.Opcode;
        EmitChecked(isStore: false, LoadedType(opcode));
        if (opcode is Opcode.I64Load8S or Opcode.I64Load16S or Opcode.I64Load32S)
        {
            _il.Emit(OpCodes.Conv_I8);
        }
        else if (opcode is Opcode.I64Load8U or Opcode.I64Load16U or Opcode.I64Load32U)
        {
            _il.Emit(OpCodes.Conv_U8);
        }
        else if (opcode is > Opcode.V128Load and < Opcode.V128Store or Opcode.V128Load32Zero or Opcode.V128Load64Zero)
        {
            _il.Emit(OpCodes.Call, HelperMethods.Of(typeof(SimdOps), opcode.ToString()));
        }
    }

    private void EmitStore()
    {
        Opcode opcode = Current.Opcode;
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
        Type lane = LaneType(Current.Info.Alignment);
        if (isStore)
        {
            _il.LoadInt(Current.Lane);
            _il.Emit(OpCodes.Call, VectorConstants.Getter(lane));
            EmitChecked(isStore: true, lane);
            return;
        }

        LocalBuilder vector = GetTemporary(Height - 1, ValType.V128);
        _il.Emit(OpCodes.Stloc, vector);
        EmitChecked(isStore: false, lane);
        _il.Emit(OpCodes.Ldloc, vector);
        _il.LoadInt(Current.Lane);
        _il.Emit(OpCodes.Call, VectorConstants.Setter(lane));
    }

    private void EmitChecked(bool isStore, Type type)
    {
        bool isFar = Current.Y != 0;
        _il.LoadInt((int)Current.X);
        if (isFar)
        {
            _il.LoadInt((int)Current.Y);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, _memory!);
            _il.Emit(OpCodes.Ldloc, _memoryLength!);
        }

        LoadTrapArguments();
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

    private void EmitRare()
    {
        if (Current is { Opcode: Opcode.MemorySize, X: 0 })
        {
            _il.Emit(OpCodes.Ldloc, _memoryLength!);
            _il.LoadInt(16);
            _il.Emit(OpCodes.Shr_Un);
            _il.Emit(OpCodes.Conv_I4);
            Push(ValType.I32);
            return;
        }

        bool hasResult = Interpreter.HasRareResult(Current.Opcode);
        LoadRareOperands(RareOperands(Current), hasResult);
        _il.LoadArgument(_instance);
        _il.LoadArgument(_frame);
        _il.LoadArgument(_fuel);
        _il.LoadInt((int)Current.Opcode);
        _il.LoadInt((int)Current.X);
        _il.LoadInt((int)Current.Y);
        _il.LoadInt(Current.Offset);
        _il.Emit(OpCodes.Call, HelperMethods.Execute);
        FinishRare(hasResult ? RareResult(Current) : null);
    }

    // The instruction's operands become three numbers: of one operand the second, of two the last two where there is a
    // result, else the first two.
    private void LoadRareOperands(int count, bool hasResult)
    {
        LoadClean(count);
        if (_loaded > count)
        {
            Spill();
            Load(count);
        }

        FlushFuel();
        int first = count == 1 || (count == 2 && hasResult) ? 1 : 0;
        for (int i = count - 1; i >= 0; i--)
        {
            if (OperandAt(Height - count + i).Type == ValType.I32)
            {
                _il.Emit(OpCodes.Conv_U8);
            }

            _il.Emit(OpCodes.Stloc, _wide[first + i] ??= _il.DeclareLocal(typeof(long)));
        }

        Take(count);
        for (int i = 0; i < 3; i++)
        {
            if (i >= first && i < first + count)
            {
                _il.Emit(OpCodes.Ldloc, _wide[i]!);
            }
            else
            {
                _il.LoadLong(0);
            }
        }
    }

    private void FinishRare(ValType? result)
    {
        if (!_returned.TryGetValue(typeof(IntegerReturn), out LocalBuilder? returned))
        {
            _returned[typeof(IntegerReturn)] = returned = _il.DeclareLocal(typeof(IntegerReturn));
        }

        _il.Emit(OpCodes.Stloc, returned);
        _il.Emit(OpCodes.Ldloc, returned);
        _il.Emit(OpCodes.Ldfld, typeof(IntegerReturn).GetField(nameof(IntegerReturn.Fuel))!);
        _il.StoreArgument(_fuel);
        void LoadValue()
        {
            _il.Emit(OpCodes.Ldloc, returned);
            _il.Emit(OpCodes.Ldfld, typeof(IntegerReturn).GetField(nameof(IntegerReturn.Value))!);
            if (result == ValType.I32)
            {
                _il.Emit(OpCodes.Conv_I4);
            }
        }

        if (Liveness.IsCheckpoint(Current.Opcode))
        {
            int slot = TopSlot;
            EmitCheckpoint(result is null ? null : () =>
            {
                _il.LoadSlotAddress(_frame, slot);
                LoadValue();
                SlotAccess.EmitStore(_il, result.Value);
            });
        }

        if (Current.Opcode == Opcode.MemoryGrow)
        {
            LoadMemory();
        }

        if (result is not { } type)
        {
            return;
        }

        LoadValue();
        Push(type);
    }

    private static int RareOperands(in BodyInstruction instruction) => instruction.Opcode switch
    {
        Opcode.TableGet => 1,
        Opcode.TableSet or Opcode.TableGrow => 2,
        Opcode.TableFill => 3,
        Opcode.RefFunc => 0,
        _ => instruction.Info.Operands.Length,
    };

    private ValType RareResult(in BodyInstruction instruction) => instruction.Opcode switch
    {
        Opcode.TableGet => _module.Tables[instruction.X].Element,
        Opcode.RefFunc => ValType.FuncRef,
        _ => ValType.I32,
    };
}
