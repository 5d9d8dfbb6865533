using System.Reflection.Emit;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <content>The guest's locals, and where a call begins.</content>
internal sealed unsafe partial class FunctionEmitter
{
    private ValType[] _localTypes = [];
    private int[] _localSlots = [];

    // Null for the parameters of a function entered at its start: those are IL arguments.
    private LocalBuilder?[] _locals = [];
    private LocalBuilder? _zero;
    private LocalBuilder? _memory;
    private LocalBuilder? _memoryLength;

    private void DeclareLocals()
    {
        int count = _body.Locals.Count;
        _localTypes = new ValType[count];
        _localSlots = new int[count];
        _locals = new LocalBuilder?[count];
        int slot = 0;
        int arguments = _loop < 0 ? _function.Type.Parameters.Length : 0;
        for (int i = 0; i < count; i++)
        {
            _localTypes[i] = _body.Locals.Get(i);
            _localSlots[i] = slot;
            slot += _localTypes[i].SlotCount * sizeof(ulong);
            if (i >= arguments)
            {
                _locals[i] = _il.DeclareLocal(CompiledSignature.ClrTypeOf(_localTypes[i]));
            }
        }

        if (_body.UsesZero)
        {
            _zero = _il.DeclareLocal(typeof(long));
        }

        if (!_body.UsesMemory)
        {
            return;
        }

        _memory = _il.DeclareLocal(typeof(nint));
        _memoryLength = _il.DeclareLocal(typeof(ulong));
    }

    private void LoadLocal(int local)
    {
        if (_locals[local] is { } variable)
        {
            _il.Emit(OpCodes.Ldloc, variable);
        }
        else
        {
            _il.LoadArgument(local);
        }
    }

    private void StoreLocal(int local)
    {
        if (_locals[local] is { } variable)
        {
            _il.Emit(OpCodes.Stloc, variable);
        }
        else
        {
            _il.StoreArgument(local);
        }
    }

    private void EmitStart()
    {
        Label tooDeep = _il.DefineLabel();
        Label tooLittleFuel = _il.DefineLabel();
        Label begin = _il.DefineLabel();
        Label measured = _il.DefineLabel();
        Label interpret = _il.DefineLabel();
        EmitStackCheck(tooDeep);
        _il.MarkLabel(measured);
        _il.LoadArgument(_fuel);
        _il.LoadLong(RequiredFuel);
        _il.Emit(OpCodes.Blt, tooLittleFuel);
        _il.MarkLabel(begin);
        _pending = -_body.CostOfRunAt(0);
        for (int i = _function.Type.Parameters.Length; i < _locals.Length; i++)
        {
            LoadZero(_localTypes[i]);
            StoreLocal(i);
        }

        LoadMemory();
        LoadUnknownZero();
        _cold.Add(() =>
        {
            _il.MarkLabel(tooDeep);
            EmitDeepen();
            _il.Emit(OpCodes.Brtrue, measured);
            _il.Emit(OpCodes.Br, interpret);
            _il.MarkLabel(tooLittleFuel);
            TakeFuel(_body.Instructions[0].Offset);
            _il.LoadArgument(_fuel);
            _il.LoadLong(0);
            _il.Emit(OpCodes.Bge, begin);
            ComplementFuel();
            _il.MarkLabel(interpret);
            AdapterEmitter.EmitStoreParameters(_il, _signature);
            _il.LoadArgument(_instance);
            _il.LoadArgument(_frame);
            _il.LoadArgument(_fuel);
            _il.LoadInt(_function.FunctionIndex);
            _il.Emit(OpCodes.Call, HelperMethods.Interpret);
            _il.StoreArgument(_fuel);
            EmitReturnFromSlots();
        });
    }

    private void EmitStackCheck(Label tooDeep)
    {
        LocalBuilder here = _il.DeclareLocal(typeof(int));
        _il.Emit(OpCodes.Ldloca, here);
        _il.Emit(OpCodes.Conv_U);
        _il.LoadArgument(_instance);
        _il.Emit(OpCodes.Call, HelperMethods.HasRoom);
        _il.Emit(OpCodes.Brfalse, tooDeep);
        if (_layout.FrameBytes <= Runtime.Store.SmallFrameBytes)
        {
            return;
        }

        _il.LoadSlotAddress(_frame, _layout.FrameBytes);
        _il.LoadArgument(_instance);
        _il.Emit(OpCodes.Call, HelperMethods.HasFrame);
        _il.Emit(OpCodes.Brfalse, tooDeep);
    }

    private void EmitDeepen()
    {
        _il.LoadSlotAddress(_frame, _layout.FrameBytes);
        _il.LoadArgument(_instance);
        _il.Emit(OpCodes.Call, HelperMethods.TryDeepen);
    }

    // The locals that the loop needs are in their slots; what else it needs is loaded when the loop is emitted, and its
    // operands are known.
    private void EmitLoopStart()
    {
        Label tooDeep = _il.DefineLabel();
        Label begin = _il.DefineLabel();
        EmitStackCheck(tooDeep);
        _il.MarkLabel(begin);
        _cold.Add(() =>
        {
            // Nothing was done yet: the interpreter goes on where it was.
            _il.MarkLabel(tooDeep);
            EmitDeepen();
            _il.Emit(OpCodes.Brtrue, begin);
            ComplementFuel();
            _il.LoadArgument(_fuel);
            _il.Emit(OpCodes.Ret);
        });
        foreach (int local in _liveness.At(_loop))
        {
            _il.LoadSlotAddress(_frame, _localSlots[local]);
            SlotAccess.EmitLoad(_il, _localTypes[local]);
            StoreLocal(local);
        }

        LoadMemory();
        LoadUnknownZero();
        _loopOperands = _il.DefineLabel();
        _il.Emit(OpCodes.Br, _loopOperands);
    }

    private void LoadZero(ValType type)
    {
        switch (type)
        {
            case ValType.I32: _il.LoadInt(0); break;
            case ValType.F32: _il.Emit(OpCodes.Ldc_R4, 0f); break;
            case ValType.F64: _il.Emit(OpCodes.Ldc_R8, 0d); break;
            case ValType.V128: _il.Emit(OpCodes.Call, VectorConstants.Zero); break;
            default: _il.LoadLong(0); break;
        }
    }

    private void LoadUnknownZero()
    {
        if (_zero is null)
        {
            return;
        }

        _il.LoadArgument(_instance);
        _il.Emit(OpCodes.Call, HelperMethods.Zero);
        _il.Emit(OpCodes.Stloc, _zero);
    }

    // Where the memory is may have changed: at the start, and behind everything that can run other code.
    private void LoadMemory()
    {
        if (_memory is null)
        {
            return;
        }

        _il.LoadArgument(_instance);
        _il.Emit(OpCodes.Call, HelperMethods.MemoryBase);
        _il.Emit(OpCodes.Stloc, _memory);
        _il.LoadArgument(_instance);
        _il.Emit(OpCodes.Call, HelperMethods.MemoryLength);
        _il.Emit(OpCodes.Stloc, _memoryLength!);
    }
}
