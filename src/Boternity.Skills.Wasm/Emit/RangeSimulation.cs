using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Follows what is known of i32 locals and operands through a block.</summary>
/// <param name="module">The module.</param>
/// <param name="body">The function.</param>
/// <param name="numbers">The i32 locals that are followed, and their places in <see cref="Locals"/>.</param>
internal sealed class RangeSimulation(ModuleDefinition module, FunctionBodyCode body, Dictionary<int, int> numbers)
{
    // WebAssembly 2.0, memory.size: pages of 64 KiB.
    private const uint MaxPages = 1 << 16;

    private readonly OperandSimulation _heights = new(module, body, stackStart: 0);
    private readonly List<RangedOperand> _operands = [];

    /// <summary>What is known of the locals.</summary>
    public ValueRange[] Locals { get; private set; } = [];

    /// <summary>A block begins.</summary>
    /// <param name="block">The block.</param>
    /// <param name="locals">What is known of the locals there; is changed.</param>
    public void Begin(FlowBlock block, ValueRange[] locals)
    {
        Locals = locals;
        _heights.Begin(block.Operands);
        _operands.Clear();
        Settle();
    }

    /// <summary>An operand, counted from the top.</summary>
    public RangedOperand Peek(int depth = 0) => _operands[^(depth + 1)];

    /// <summary>Executes an instruction that is no branch.</summary>
    public void Apply(int index)
    {
        ref BodyInstruction instruction = ref body.Instructions[index];
        if (instruction.Opcode is Opcode.Block or Opcode.Loop or Opcode.End)
        {
            return;
        }

        _heights.Apply(index);
        if (instruction.Info.HasFixedSignature)
        {
            ApplyFixed(index, instruction.Info);
        }
        else
        {
            ApplySpecial(instruction.Opcode, (int)instruction.X);
        }
    }

    private void ApplyFixed(int index, OpcodeInfo info)
    {
        RangedOperand result = info.Results is [ValType.I32] ? ResultOf(index) : default;
        Take(info.Operands.Length);
        if (info.Results.Length > 0)
        {
            _operands.Add(result);
        }
    }

    private void ApplySpecial(Opcode opcode, int local)
    {
        switch (opcode)
        {
            case Opcode.LocalGet:
                _operands.Add(numbers.TryGetValue(local, out int number)
                    ? new RangedOperand(Locals[number], local) : default);
                break;
            case Opcode.LocalSet or Opcode.LocalTee: Set(local, opcode == Opcode.LocalTee); break;
            case Opcode.GlobalGet: _operands.Add(default); break;
            case Opcode.Drop: Take(1); break;
            case Opcode.Select:
                var chosen = new RangedOperand(ValueRange.Join(Peek(1).Range, Peek(2).Range));
                Take(3);
                _operands.Add(chosen);
                break;
            default:
                // Nothing is lost that matters: these are calls, tables and references.
                _operands.Clear();
                Settle();
                break;
        }
    }

    private void Take(int count) => _operands.RemoveRange(_operands.Count - count, count);

    private void Settle()
    {
        while (_operands.Count < _heights.Height)
        {
            _operands.Add(default);
        }
    }

    private void Set(int local, bool isTee)
    {
        RangedOperand value = _operands[^1];
        Take(1);
        if (numbers.TryGetValue(local, out int number))
        {
            for (int i = 0; i < _operands.Count; i++)
            {
                _operands[i] = _operands[i].Without(local);
            }

            value = value.Without(local) with { Local = local };
            Locals[number] = value.Range;
        }

        if (isTee)
        {
            _operands.Add(value);
        }
    }

    private RangedOperand ResultOf(int index)
    {
        OpcodeInfo info = body.Instructions[index].Info;
        switch (info.Opcode)
        {
            case Opcode.I32Const:
                uint constant = (uint)body.ReadImmediates(index).Low;
                return new RangedOperand(ValueRange.Of(constant), Constant: constant);
            case Opcode.I32Load8U: return new RangedOperand(new ValueRange(byte.MaxValue, 0));
            case Opcode.I32Load16U: return new RangedOperand(new ValueRange(ushort.MaxValue, 0));
            case Opcode.MemorySize: return new RangedOperand(new ValueRange(MaxPages, 0));
            case Opcode.I32Eqz:
                LocalCondition? condition = Peek().Condition;
                return new RangedOperand(
                    new ValueRange(1, 0),
                    Condition: condition is { } known ? known with { IsNegated = !known.IsNegated } : null);
        }

        return info.Operands switch
        {
            [ValType.I32] when info.Immediate == ImmediateKind.None =>
                new RangedOperand(ValueRange.Of(info.Opcode, Peek().Range)),
            [ValType.I32, ValType.I32] when info.Immediate == ImmediateKind.None => ResultOf(info.Opcode),
            _ => default,
        };
    }

    private RangedOperand ResultOf(Opcode opcode)
    {
        (RangedOperand left, RangedOperand right) = (Peek(1), Peek());
        ValueRange range = right.Constant is { } constant
            ? ValueRange.Of(opcode, left.Range, constant) : ValueRange.Of(opcode, left.Range, right.Range);
        if (opcode is < Opcode.I32Eq or > Opcode.I32GeU)
        {
            return new RangedOperand(range);
        }

        LocalCondition? condition = null;
        if (left.Local is { } local && right.Constant is { } limit)
        {
            condition = new LocalCondition(local, opcode, limit, IsNegated: false);
        }
        else if (right.Local is { } other && left.Constant is { } bound)
        {
            condition = new LocalCondition(other, LocalCondition.Turn(opcode), bound, IsNegated: false);
        }

        return new RangedOperand(range, Condition: condition);
    }
}
