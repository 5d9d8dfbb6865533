using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Follows the guest's operand stack through a body without emitting anything.</summary>
internal sealed class OperandSimulation(ModuleDefinition module, FunctionBodyCode body, int stackStart)
{
    private readonly List<EmittedOperand> _operands = [];

    // Operands below this are no locals.
    private int _settled;

    public int Height => _operands.Count;

    private ref EmittedOperand Top => ref CollectionsMarshal.AsSpan(_operands)[^1];

    public EmittedOperand[] ToArray() => _operands.Count == 0 ? [] : [.. _operands];

    /// <summary>A block begins with these operands.</summary>
    public void Begin(EmittedOperand[] operands)
    {
        _operands.Clear();
        _operands.AddRange(operands);
        _settled = 0;
    }

    public void CutTo(int height)
    {
        _operands.RemoveRange(height, _operands.Count - height);
        _settled = Math.Min(_settled, height);
    }

    public void Pop(int count = 1) => CutTo(_operands.Count - count);

    public void Push(ValType type, int local = -1)
    {
        int slot = _operands.Count == 0 ? stackStart : _operands[^1].End;
        _operands.Add(new EmittedOperand { Type = type, Slot = slot, Local = local });
    }

    public void Push(ReadOnlySpan<ValType> types)
    {
        foreach (ValType type in types)
        {
            Push(type);
        }
    }

    /// <inheritdoc cref="EmittedOperands.EnterBlock"/>
    public void EnterBlock(int parameters)
    {
        Span<EmittedOperand> operands = CollectionsMarshal.AsSpan(_operands);
        for (int i = _settled; i < operands.Length; i++)
        {
            operands[i].Local = -1;
        }

        _settled = operands.Length;
        for (int i = operands.Length - parameters; i < operands.Length; i++)
        {
            operands[i].IsConstant = false;
        }
    }

    /// <summary>Executes an instruction that is no block and no branch.</summary>
    public void Apply(int index)
    {
        ref BodyInstruction instruction = ref body.Instructions[index];
        OpcodeInfo info = instruction.Info;
        if (!info.HasFixedSignature)
        {
            ApplySpecial(ref instruction);
            return;
        }

        Pop(info.Operands.Length);
        if (info.Results.Length == 0)
        {
            return;
        }

        Push(info.Results[0]);
        if (info.Immediate is ImmediateKind.I32 or ImmediateKind.I64 or ImmediateKind.F32 or ImmediateKind.F64)
        {
            Top.IsConstant = true;
            Top.Constant = body.ReadImmediates(index).Low;
        }
    }

    private void ApplySpecial(ref BodyInstruction instruction)
    {
        int x = (int)instruction.X;
        switch (instruction.Opcode)
        {
            case Opcode.Nop: break;
            case Opcode.Drop or Opcode.GlobalSet: Pop(); break;
            case Opcode.Select or Opcode.SelectT:
                ValType type = _operands[^2].Type;
                Pop(3);
                Push(type);
                break;
            case Opcode.LocalGet: Push(body.Locals.Get(x), x); break;
            case Opcode.LocalSet or Opcode.LocalTee: SetLocal(x, instruction.Opcode == Opcode.LocalTee); break;
            case Opcode.GlobalGet: Push(module.GlobalTypes[x].Type); break;
            case Opcode.RefNull:
                Push(ValType.FuncRef);
                Top.IsConstant = true;
                break;
            case Opcode.RefIsNull: Replace(1, ValType.I32); break;
            case Opcode.RefFunc: Push(ValType.FuncRef); break;
            case Opcode.TableGet: Replace(1, module.Tables[x].Element); break;
            case Opcode.TableSet: Pop(2); break;
            case Opcode.TableGrow: Replace(2, ValType.I32); break;
            case Opcode.TableFill: Pop(3); break;
            case Opcode.Call: Call(module.GetFunctionType(x)); break;
            case Opcode.CallIndirect:
                Pop();
                Call(module.Types[x]);
                break;
            default: throw new NotSupportedException($"{instruction.Info.Name} stays in the interpreter.");
        }
    }

    private void Replace(int count, ValType result)
    {
        Pop(count);
        Push(result);
    }

    private void Call(FuncType type)
    {
        Pop(type.Parameters.Length);
        Push(type.Results);
    }

    // As VariableEmitter does it.
    private void SetLocal(int local, bool isTee)
    {
        int origin = Top.Local;
        if (origin != local)
        {
            Span<EmittedOperand> operands = CollectionsMarshal.AsSpan(_operands);
            for (int i = _settled; i < operands.Length; i++)
            {
                if (operands[i].Local == local)
                {
                    operands[i].Local = -1;
                }
            }

            Top.Local = origin >= 0 ? origin : local;
        }

        if (!isTee)
        {
            Pop();
        }
        else
        {
            _settled = Math.Min(_settled, Height - 1);
        }
    }
}
