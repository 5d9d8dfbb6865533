using System.Reflection.Emit;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <content>
/// Calls. The slot before the callee's frame gets a note of the call, for backtraces and for whoever makes the call
/// where the callee is not compiled. Addresses are read from the module's table at each call, so that a function may be
/// compiled at any time. </content>
internal sealed unsafe partial class FunctionEmitter
{
    private readonly Dictionary<Type, LocalBuilder> _returned = [];
    private LocalBuilder? _address;

    private void EmitCall(int function)
    {
        FuncType type = _module.GetFunctionType(function);
        _target.ProvideEntry(function);
        int callee = LoadCallArguments(type);
        EmitNote(callee);
        LoadCallContext(callee);
        _il.LoadLong((long)(_target.Entries + function));
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Ldind_I);
        FinishCall(type, callee);
    }

    private void EmitCallIndirect(int typeIndex, int table)
    {
        FuncType type = _module.Types[typeIndex];
        _address ??= _il.DeclareLocal(typeof(nint));
        LoadClean(type.Parameters.Length + 1);
        if (_loaded > type.Parameters.Length + 1)
        {
            Spill();
            Load(type.Parameters.Length + 1);
        }

        FlushFuel();
        Take(1);
        int callee = type.Parameters.Length == 0 ? TopSlot : _operands[^type.Parameters.Length].Slot;
        EmitNote(callee);
        _il.LoadArgument(_instance);
        _il.LoadInt(table);
        _il.LoadInt(_target.ProvideEntries(type));
        _il.LoadLong((long)_target.TypeNumbers);
        _il.Emit(OpCodes.Conv_I);
        _il.LoadLong((long)_target.Entries);
        _il.Emit(OpCodes.Conv_I);
        _il.LoadLong(_target.GetOutward(type));
        _il.Emit(OpCodes.Conv_I);
        _il.LoadSlotAddress(_frame, callee);
        _il.LoadArgument(_fuel);
        _il.LoadLong(Mark);
        _il.Emit(OpCodes.Call, HelperMethods.ResolveIndirect);
        _il.Emit(OpCodes.Stloc, _address);
        LoadCallContext(callee);
        _il.Emit(OpCodes.Ldloc, _address);
        FinishCall(type, callee);
    }

    /// <summary>Sees that the arguments alone are on the IL stack, and tells where the callee's frame begins.</summary>
    private int LoadCallArguments(FuncType type)
    {
        int count = type.Parameters.Length;
        LoadClean(count);
        if (_loaded > count)
        {
            Spill();
            Load(count);
        }

        FlushFuel();
        return count == 0 ? TopSlot : _operands[^count].Slot;
    }

    private void EmitNote(int callee)
    {
        _callSites[Current.Offset] = callee;
        _il.LoadSlotAddress(_frame, callee - CompiledFrames.NoteBytes);
        _il.LoadInt(Current.Offset);
        _il.Emit(OpCodes.Stind_I4);
    }

    private void LoadCallContext(int callee)
    {
        _il.LoadArgument(_instance);
        _il.LoadSlotAddress(_frame, callee);
        _il.LoadArgument(_fuel);
    }

    // The callee's address is on top.
    private void FinishCall(FuncType type, int callee)
    {
        CompiledSignature signature = _target.GetSignature(type);
        signature.EmitCall(_il);
        Take(type.Parameters.Length);
        if (signature.ValueField is { } value)
        {
            if (!_returned.TryGetValue(signature.Return, out LocalBuilder? returned))
            {
                _returned[signature.Return] = returned = _il.DeclareLocal(signature.Return);
            }

            _il.Emit(OpCodes.Stloc, returned);
            _il.Emit(OpCodes.Ldloc, returned);
            _il.Emit(OpCodes.Ldfld, signature.FuelField!);
            _il.StoreArgument(_fuel);
            void LoadValue()
            {
                _il.Emit(OpCodes.Ldloc, returned);
                _il.Emit(OpCodes.Ldfld, value);
                if (type.Results[0] == ValType.I32)
                {
                    _il.Emit(OpCodes.Conv_I4);
                }
            }

            EmitCheckpoint(() =>
            {
                _il.LoadSlotAddress(_frame, callee);
                LoadValue();
                SlotAccess.EmitStore(_il, type.Results[0]);
            });
            LoadMemory();
            LoadValue();
            Push(type.Results[0]);
            return;
        }

        _il.StoreArgument(_fuel);
        EmitCheckpoint(saveResult: null);
        LoadMemory();
        foreach (ValType result in type.Results)
        {
            _il.LoadSlotAddress(_frame, TopSlot);
            SlotAccess.EmitLoad(_il, result);
            _il.Emit(OpCodes.Stloc, GetTemporary(Height, result));
            PushStored(result);
        }
    }
}
