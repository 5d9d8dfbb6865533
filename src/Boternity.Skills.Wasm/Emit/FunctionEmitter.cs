using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Emits one function as IL. Locals are IL locals; operands stand on the IL stack between two control instructions, and
/// in IL locals across them. Each operand also has a slot, where the interpreter would have it.
/// </summary>
/// <remarks>
/// Fuel is an argument that calls pass on and get back. Each run of instructions takes its cost off without looking;
/// what looks are the checkpoints: the function's start, the headers of loops, and the places behind calls. There must
/// be enough for the most expensive way to the next checkpoint (<see cref="EmissionContext.RequiredFuel"/>), so that a
/// run never begins without the fuel for it. Where that cannot be had because the store's fuel ends, the rest of the
/// call is the interpreter's, which stops at the exact instruction.
/// </remarks>
internal sealed class FunctionEmitter
{
    private readonly EmissionContext _context;
    private readonly EmittedOperands _operands;
    private readonly EntryEmitter _entry;
    private readonly ControlEmitter _control;
    private readonly CallEmitter _calls;
    private readonly VariableEmitter _variables;
    private readonly NumericEmitter _numbers;
    private readonly MemoryEmitter _memory;
    private readonly RareEmitter _rare;

    public FunctionEmitter(EmissionContext context)
    {
        _context = context;
        _operands = new EmittedOperands(context);
        var locals = new EmittedLocals(context);
        var fuel = new FuelEmitter(context);
        var returned = new ReturnedValues(context);
        var checkpoints = new CheckpointEmitter(context, _operands, locals, fuel);
        _entry = new EntryEmitter(context, _operands, locals, fuel, checkpoints);
        _control = new ControlEmitter(context, _operands, fuel, checkpoints);
        _calls = new CallEmitter(context, _operands, locals, fuel, checkpoints, returned);
        _variables = new VariableEmitter(context, _operands, locals);
        _numbers = new NumericEmitter(context, _operands, locals, fuel);
        _memory = new MemoryEmitter(context, _operands, locals, fuel);
        _rare = new RareEmitter(context, _operands, locals, fuel, checkpoints, returned);
    }

    public void Emit()
    {
        _entry.EmitStart();
        for (int i = 0; i < _context.Body.Instructions.Length; i++)
        {
            _context.Index = i;
            if (!_context.Current.IsReached)
            {
                continue;
            }

            if (_context.Current.Info.HasFixedSignature)
            {
                EmitFixed();
            }
            else
            {
                EmitSpecial();
            }
        }

        // The function's own block ends with a return; what stands on the guest's stack then is in the results' locals.
        _control.MarkReturn();
        _entry.EmitReturn();
        _context.EmitCold();
    }

    private void EmitFixed()
    {
        ref BodyInstruction current = ref _context.Current;
        switch (current.Info.Immediate)
        {
            case ImmediateKind.None: _numbers.EmitPlain(); break;
            case ImmediateKind.I32 or ImmediateKind.I64 or ImmediateKind.F32 or ImmediateKind.F64:
                _numbers.EmitConstant(current.Info.Results[0], current.Immediates.Low);
                break;
            case ImmediateKind.V128: _numbers.EmitVector(); break;
            case ImmediateKind.MemArg or ImmediateKind.MemArgLane: _memory.EmitAccess(); break;
            case ImmediateKind.Shuffle: _numbers.EmitShuffle(); break;
            case ImmediateKind.Lane: _numbers.EmitLane(); break;
            default: _rare.Emit(); break;
        }
    }

    // Instructions whose types depend on immediates or operands.
    private void EmitSpecial()
    {
        ref BodyInstruction current = ref _context.Current;
        int x = (int)current.X;
        switch (current.Opcode)
        {
            case Opcode.Unreachable: _control.EmitUnreachable(); break;
            case Opcode.Block or Opcode.Loop: _control.EmitBlock(); break;
            case Opcode.If: _control.EmitIf(); break;
            case Opcode.Else: _control.EmitElse(); break;
            case Opcode.End: _control.EmitEnd(); break;
            case Opcode.Br: _control.EmitBr(current.X); break;
            case Opcode.BrIf: _control.EmitBrIf(current.X); break;
            case Opcode.BrTable: _control.EmitBrTable(); break;
            case Opcode.Return: _control.EmitReturn(); break;
            case Opcode.Call: _calls.EmitCall(x); break;
            case Opcode.CallIndirect: _calls.EmitCallIndirect(x, (int)current.Y); break;
            case Opcode.Drop: _operands.Drop(); break;
            case Opcode.Select or Opcode.SelectT: _variables.EmitSelect(); break;
            case Opcode.LocalGet: _variables.EmitLocalGet(x); break;
            case Opcode.LocalSet: _variables.EmitLocalSet(x); break;
            case Opcode.LocalTee: _variables.EmitLocalTee(x); break;
            case Opcode.GlobalGet: _variables.EmitGlobalGet(x); break;
            case Opcode.GlobalSet: _variables.EmitGlobalSet(x); break;
            case Opcode.RefNull: _numbers.EmitConstant(ValType.FuncRef, 0); break;
            case Opcode.RefIsNull:
                _operands.Load(1);
                _context.IL.LoadLong(0);
                _context.IL.Emit(System.Reflection.Emit.OpCodes.Ceq);
                _operands.Take(1);
                _operands.Push(ValType.I32);
                break;
            case Opcode.RefFunc or Opcode.TableGet or Opcode.TableSet or Opcode.TableGrow or Opcode.TableFill:
                _rare.Emit();
                break;
            default: throw new NotSupportedException($"{current.Info.Name} stays in the interpreter.");
        }
    }
}
