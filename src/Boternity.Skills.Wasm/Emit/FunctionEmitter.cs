using System.Reflection.Emit;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Emits one function as IL. Locals are IL locals; operands stand on the IL stack between two control instructions, and
/// in IL locals across them. Each operand also has a slot, where the interpreter would have it.
/// </summary>
/// <remarks>
/// Fuel is an argument that calls pass on and get back. Each run of instructions takes its cost off without looking;
/// what looks are the checkpoints: the function's start, the headers of loops, and the places behind calls. There must
/// be enough for the most expensive way to the next checkpoint (<see cref="RequiredFuel"/>), so that a run never begins
/// without the fuel for it. Where that cannot be had because the store's fuel ends, the rest of the call is the
/// interpreter's, which stops at the exact instruction.
/// </remarks>
internal sealed unsafe partial class FunctionEmitter
{
    private readonly ILGenerator _il;
    private readonly CompiledModule _target;
    private readonly ModuleDefinition _module;
    private readonly FunctionCode _function;
    private readonly FunctionBodyCode _body;
    private readonly Liveness _liveness;
    private readonly FrameLayout _layout;
    private readonly CompiledSignature _signature;
    private readonly int _loop;
    private readonly List<Action> _cold = [];
    private readonly SortedDictionary<int, int> _callSites = [];
    private readonly int _instance;
    private readonly int _frame;
    private readonly int _fuel;
    private int _index;

    /// <param name="il">Where to.</param>
    /// <param name="target">The module's compiled code.</param>
    /// <param name="function">The function.</param>
    /// <param name="body">Its body.</param>
    /// <param name="liveness">Which locals are live where.</param>
    /// <param name="layout">How the interpreter lays it out.</param>
    /// <param name="loop">The index of the loop that is entered from the interpreter; -1 for the function's
    /// start.</param>
    public FunctionEmitter(ILGenerator il, CompiledModule target, FunctionCode function, FunctionBodyCode body,
        Liveness liveness, FrameLayout layout, int loop)
    {
        _il = il;
        _target = target;
        _module = function.Module.Definition;
        _function = function;
        _body = body;
        _liveness = liveness;
        _layout = layout;
        _loop = loop;
        _signature = target.GetSignature(function.Type);
        _instance = loop >= 0 ? 0 : _signature.InstanceArgument;
        _frame = _instance + 1;
        _fuel = _instance + 2;
        RequiredFuel = (2 * body.Units) + 2;
    }

    /// <summary>The calls that the code makes.</summary>
    public CallSites CallSites => new([.. _callSites.Keys], [.. _callSites.Values]);

    /// <summary>The fuel that a checkpoint asks for: every way to the next one repeats no instruction more than
    /// once.</summary>
    private int RequiredFuel { get; }

    private ref BodyInstruction Current => ref _body.Instructions[_index];

    public void Emit()
    {
        DeclareLocals();
        if (_loop < 0)
        {
            EmitStart();
        }
        else
        {
            EmitLoopStart();
        }

        BeginBlocks();
        for (_index = 0; _index < _body.Instructions.Length; _index++)
        {
            if (Current.IsReached)
            {
                EmitInstruction();
            }
        }

        EmitReturn();

        // A piece of cold code may need another.
        for (int i = 0; i < _cold.Count; i++)
        {
            _cold[i]();
        }
    }

    private void EmitInstruction()
    {
        if (Current.Info.HasFixedSignature)
        {
            EmitFixed();
        }
        else
        {
            EmitSpecial();
        }
    }

    // The function's own block ends with a return; what stands on the guest's stack then is in the results' locals.
    private void EmitReturn()
    {
        _il.MarkLabel(_returnLabel);
        ReadOnlySpan<ValType> results = _function.Type.Results;
        if (_loop >= 0 || _signature.ValueField is null)
        {
            int slot = 0;
            for (int i = 0; i < results.Length; i++)
            {
                _il.LoadSlotAddress(_frame, slot);
                _il.Emit(OpCodes.Ldloc, GetTemporary(i, results[i]));
                SlotAccess.EmitStore(_il, results[i]);
                slot += results[i].SlotCount * sizeof(ulong);
            }

            _il.LoadArgument(_fuel);
        }
        else
        {
            LocalBuilder returned = _il.DeclareLocal(_signature.Return);
            _il.Emit(OpCodes.Ldloca, returned);
            _il.Emit(OpCodes.Ldloc, GetTemporary(0, results[0]));
            if (results[0] == ValType.I32)
            {
                _il.Emit(OpCodes.Conv_U8);
            }

            _il.Emit(OpCodes.Stfld, _signature.ValueField);
            _il.Emit(OpCodes.Ldloca, returned);
            _il.LoadArgument(_fuel);
            _il.Emit(OpCodes.Stfld, _signature.FuelField!);
            _il.Emit(OpCodes.Ldloc, returned);
        }

        _il.Emit(OpCodes.Ret);
    }

    /// <summary>Returns what the interpreter left at the frame's start.</summary>
    private void EmitReturnFromSlots()
    {
        if (_loop < 0)
        {
            AdapterEmitter.EmitReturnFromSlots(_il, _signature);
            return;
        }

        _il.LoadArgument(_fuel);
        _il.Emit(OpCodes.Ret);
    }
}
