using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Loads and stores. With <see cref="CompiledHelpers"/> the only code that has machine code access a guest's memory:
/// <see cref="EmitAddress"/> compares, and leaves the host's address on the IL stack.
/// </summary>
// The comparison is IL and not a helper's call: the JIT's patience with calls that it inlines ends at some hundred.
internal sealed class MemoryEmitter(
    EmissionContext context, EmittedOperands operands, EmittedLocals locals, FuelEmitter fuel, KnownBounds bounds)
{
    private static readonly Dictionary<Type, (int Size, OpCode Load, OpCode Store)> Scalars = new()
    {
        [typeof(sbyte)] = (1, OpCodes.Ldind_I1, OpCodes.Stind_I1),
        [typeof(byte)] = (1, OpCodes.Ldind_U1, OpCodes.Stind_I1),
        [typeof(short)] = (2, OpCodes.Ldind_I2, OpCodes.Stind_I2),
        [typeof(ushort)] = (2, OpCodes.Ldind_U2, OpCodes.Stind_I2),
        [typeof(int)] = (4, OpCodes.Ldind_I4, OpCodes.Stind_I4),
        [typeof(uint)] = (4, OpCodes.Ldind_U4, OpCodes.Stind_I4),
        [typeof(long)] = (8, OpCodes.Ldind_I8, OpCodes.Stind_I8),
        [typeof(ulong)] = (8, OpCodes.Ldind_I8, OpCodes.Stind_I8),
        [typeof(float)] = (4, OpCodes.Ldind_R4, OpCodes.Stind_R4),
        [typeof(double)] = (8, OpCodes.Ldind_R8, OpCodes.Stind_R8),
    };

    private readonly ILGenerator _il = context.IL;
    private readonly Dictionary<Type, LocalBuilder> _values = [];
    private LocalBuilder? _address;

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

    // Address, and for a store the value, are on the IL stack.
    private void EmitChecked(bool isStore, Type type)
    {
        ref BodyInstruction current = ref context.Current;
        if (current.Y != 0)
        {
            _il.LoadInt((int)current.X);
            _il.LoadInt((int)current.Y);
            fuel.LoadTrapArguments();
            _il.Emit(OpCodes.Call, isStore ? HelperMethods.StoreFar(type) : HelperMethods.LoadFar(type));
            return;
        }

        if (!isStore)
        {
            EmitAddress(operands.Height - current.Info.Operands.Length, SizeOf(type));
            EmitUnaligned(load: true, type);
            return;
        }

        LocalBuilder value = ValueOf(type);
        _il.Emit(OpCodes.Stloc, value);
        EmitAddress(operands.Height - current.Info.Operands.Length, SizeOf(type));
        _il.Emit(OpCodes.Ldloc, value);
        EmitUnaligned(load: false, type);
    }

    // The address is on the IL stack; replaces it by the host's. An address and an offset have 32 bits each, so that
    // their sum with a size does not overflow in 64, and one comparison decides.
    private void EmitAddress(int operand, int size)
    {
        ulong offset = (uint)context.Current.X;
        ulong end = offset + (ulong)size;
        _il.Emit(OpCodes.Conv_U8);
        if (!context.Graph.Proven.Contains(context.Index) && !bounds.Includes(operands[operand], end))
        {
            _address ??= _il.DeclareLocal(typeof(ulong));
            _il.Emit(OpCodes.Stloc, _address);
            _il.Emit(OpCodes.Ldloc, _address);
            if (end > 1)
            {
                _il.LoadLong((long)end);
                _il.Emit(OpCodes.Add);
            }

            locals.LoadMemoryLength();
            _il.Emit(end > 1 ? OpCodes.Bgt_Un : OpCodes.Bge_Un, TrapOutside());
            _il.Emit(OpCodes.Ldloc, _address);
        }

        _il.Emit(OpCodes.Conv_U);
        locals.LoadMemory();
        _il.Emit(OpCodes.Add);
        if (offset > 0)
        {
            _il.LoadLong((long)offset);
            _il.Emit(OpCodes.Conv_U);
            _il.Emit(OpCodes.Add);
        }
    }

    // Each access has a call of its own: only of a block that throws does the JIT know that it is rare.
    private Label TrapOutside()
    {
        Label label = _il.DefineLabel();
        long mark = fuel.Mark;
        int below = operands.Loaded - context.Current.Info.Operands.Length;
        context.AddCold(() =>
        {
            _il.MarkLabel(label);
            for (int i = 0; i < below; i++)
            {
                _il.Emit(OpCodes.Pop);
            }

            context.LoadPlace();
            _il.LoadLong(mark);
            _il.Emit(OpCodes.Call, HelperMethods.MemoryOutOfBounds);
            _il.Emit(OpCodes.Ldnull);
            _il.Emit(OpCodes.Throw);
        });
        return label;
    }

    private LocalBuilder ValueOf(Type type)
    {
        if (!_values.TryGetValue(type, out LocalBuilder? value))
        {
            _values[type] = value = _il.DeclareLocal(type);
        }

        return value;
    }

    private void EmitUnaligned(bool load, Type type)
    {
        _il.Emit(OpCodes.Unaligned, (byte)1);
        if (Scalars.TryGetValue(type, out (int, OpCode Load, OpCode Store) scalar))
        {
            _il.Emit(load ? scalar.Load : scalar.Store);
        }
        else
        {
            _il.Emit(load ? OpCodes.Ldobj : OpCodes.Stobj, type);
        }
    }

    private static int SizeOf(Type type) =>
        Scalars.TryGetValue(type, out (int Size, OpCode, OpCode) scalar) ? scalar.Size : Vector128<byte>.Count;

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
