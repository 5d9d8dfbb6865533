using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Emits a function, or a region of one, as IL. Locals are IL locals; operands stand on the IL stack within a block,
/// and in IL locals across blocks. Each operand also has a slot, where the interpreter would have it.
/// </summary>
/// <remarks>
/// Fuel is an argument that calls pass on and get back. Each run of instructions takes its cost off without looking;
/// what looks are the checkpoints: the method's start, the headers of loops, and the places behind calls. There must
/// be enough for the most expensive way to the next checkpoint (<see cref="EmissionContext.RequiredFuel"/>), so that a
/// run never begins without the fuel for it. Where that cannot be had because the store's fuel ends, the rest of the
/// call is the interpreter's, which stops at the exact instruction.
/// </remarks>
internal sealed class RegionEmitter
{
    private readonly EmissionContext _context;
    private readonly EmittedOperands _operands;
    private readonly RegionExits _exits;
    private readonly EntryEmitter _entry;
    private readonly FuelEmitter _fuel;
    private readonly ControlEmitter _control;
    private readonly CallEmitter _calls;
    private readonly TailCallEmitter _tailCalls;
    private readonly VariableEmitter _variables;
    private readonly NumericEmitter _numbers;
    private readonly MemoryEmitter _memory;
    private readonly RareEmitter _rare;

    public RegionEmitter(EmissionContext context)
    {
        _context = context;
        var locals = new EmittedLocals(context);
        _operands = new EmittedOperands(context, locals);
        var bounds = new KnownBounds(context.Module);
        _fuel = new FuelEmitter(context);
        var returned = new ReturnedValues(context);
        _exits = new RegionExits(context, _operands, locals);
        var checkpoints = new CheckpointEmitter(context, _operands, locals, _fuel);
        _entry = new EntryEmitter(context, _operands, locals, _fuel, _exits);
        _control = new ControlEmitter(context, _operands, _fuel, checkpoints, _exits, bounds);
        _calls = new CallEmitter(context, _operands, locals, _fuel, checkpoints, returned);
        _tailCalls = new TailCallEmitter(context, _operands, _fuel);
        _variables = new VariableEmitter(context, _operands, locals, bounds);
        _numbers = new NumericEmitter(context, _operands, locals, _fuel);
        _memory = new MemoryEmitter(context, _operands, locals, _fuel, bounds);
        _rare = new RareEmitter(context, _operands, locals, _fuel, checkpoints, returned);
    }

    public void Emit()
    {
        _entry.EmitStart();
        FlowBlock[] blocks = _context.Region.Blocks;
        for (int i = 0; i < blocks.Length; i++)
        {
            EmitBlock(blocks[i], i + 1 < blocks.Length ? blocks[i + 1] : null);
        }

        // What stands on the guest's stack at a return is in the results' locals.
        _control.MarkReturn();
        _entry.EmitReturn();
        _exits.Emit();
        _context.EmitCold();
    }

    private void EmitBlock(FlowBlock block, FlowBlock? following)
    {
        _control.BeginBlock(block);
        for (int i = block.First; i < block.End; i++)
        {
            _context.Index = i;
            if (!_context.Current.IsReached)
            {
                continue;
            }

            if (_context.Body.ContinuesLongRun(i))
            {
                _fuel.Pending -= _context.Body.CostOfRunAt(i);
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

        _control.EndBlock(block, following);
    }

    private void EmitFixed()
    {
        ref BodyInstruction current = ref _context.Current;
        switch (current.Info.Immediate)
        {
            case ImmediateKind.None: _numbers.EmitPlain(); break;
            case ImmediateKind.I32 or ImmediateKind.I64 or ImmediateKind.F32 or ImmediateKind.F64:
                _numbers.EmitConstant(current.Info.Results[0], _context.Immediates.Low);
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
            case Opcode.Block: _control.EmitBlock(); break;
            case Opcode.Loop: _control.EmitLoop(); break;
            case Opcode.If: _control.EmitIf(); break;
            case Opcode.Else: _control.EmitElse(); break;
            case Opcode.End: _control.EmitEnd(); break;
            case Opcode.Br or Opcode.Return: _control.EmitBr(); break;
            case Opcode.BrIf: _control.EmitBrIf(); break;
            case Opcode.BrTable: _control.EmitBrTable(); break;
            case Opcode.Call: _calls.EmitCall(x); break;
            case Opcode.CallIndirect: _calls.EmitCallIndirect(x, (int)current.Y); break;
            case Opcode.ReturnCall: _tailCalls.EmitReturnCall(x); break;
            case Opcode.ReturnCallIndirect: _tailCalls.EmitReturnCallIndirect(x, (int)current.Y); break;
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
