using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Testing.Tiers;

/// <summary>
/// Writes one function's body. Expressions leave a value of a wanted type, statements nothing; each is made of others
/// until a budget is used up. Since a block, with statements in it, is an expression too, loops and calls come to stand
/// above operands of all kinds.
/// </summary>
internal sealed partial class FunctionGenerator(Random random, ModuleScope scope, int self)
{
    // Loops count down in locals of their own, which nothing else writes.
    private const int Counters = 3;

    private static readonly OpcodeInfo[] Plain = [.. OpcodeTable.All.Where(info => info.HasFixedSignature
        && info.Results.Length == 1)];
    private static readonly Dictionary<ValType, OpcodeInfo[]> ByResult = Plain.GroupBy(info => info.Results[0])
        .ToDictionary(group => group.Key, group => group.ToArray());
    private static readonly OpcodeInfo[] Stores = [.. OpcodeTable.All.Where(info => info.Results.Length == 0
        && info.Immediate is ImmediateKind.MemArg or ImmediateKind.MemArgLane)];

    private readonly List<(ValType[] Types, bool IsLoop)> _labels = [];
    private ValType[] _locals = [];
    private int _parameters;
    private int _loops;
    private int _budget;
    private CodeWriter _code = new();

    /// <summary>Chooses the locals behind the parameters: some for use, and the counters.</summary>
    public ValType[] ChooseLocals(ValType[] parameters)
    {
        ValType[] all = [ValType.I32, ValType.I64, ValType.F32, ValType.F64, ValType.V128, ValType.FuncRef,
            ValType.ExternRef];
        int count = random.Next(10) == 0 ? random.Next(40, 80) : random.Next(1, 10);
        ValType[] own = [.. Enumerable.Range(0, count).Select(_ => all[random.Next(all.Length)]),
            .. Enumerable.Repeat(ValType.I32, Counters)];
        _parameters = parameters.Length;
        _locals = [.. parameters, .. own];
        return own;
    }

    public void Write(CodeWriter code, ValType[] results)
    {
        _code = code;
        _budget = random.Next(8) == 0 ? 600 : random.Next(10, 150);
        _labels.Add((results, false));
        Statements(3);
        foreach (ValType result in results)
        {
            Value(result, 4);
        }
    }

    private int UsableLocals => _locals.Length - Counters;

    private bool Chance(int of) => random.Next(of) == 0;

    private void Statements(int depth)
    {
        int count = random.Next(1, 5);
        for (int i = 0; i < count && _budget > 0; i++)
        {
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        _budget--;
        if (scope.IsInvolved && depth > 0 && Chance(3))
        {
            Involved(depth);
            return;
        }

        switch (random.Next(depth > 0 ? 17 : 8))
        {
            case 0 or 1: SetLocal(depth); break;
            case 2: SetGlobal(depth); break;
            case 3: Store(depth); break;
            case 4:
                Value(AnyType(), depth - 1);
                _code.Op(Opcode.Drop);
                break;
            case 5: Bulk(depth); break;
            case 6: BranchIf(depth); break;
            case 7: _code.Op(Opcode.Nop); break;
            case 8 or 9: Conditional(depth); break;
            case 10 or 11: CountedLoop(depth); break;
            case 12: CallAny(depth); break;
            case 13: BlockOfMany(depth); break;
            case 14: Table(depth); break;
            case 15: Leave(depth); break;
            default: BranchTable(depth); break;
        }
    }

    private ValType AnyType()
    {
        ValType[] types = [ValType.I32, ValType.I64, ValType.F32, ValType.F64, ValType.V128, ValType.FuncRef,
            ValType.ExternRef];
        return types[random.Next(Chance(4) ? types.Length : 5)];
    }

    private void SetLocal(int depth)
    {
        int local = random.Next(UsableLocals);
        Value(_locals[local], depth - 1);
        _code.Set(local);
    }

    private void SetGlobal(int depth)
    {
        int global = random.Next(scope.Globals.Count);
        if (!scope.Globals[global].IsMutable)
        {
            return;
        }

        Value(scope.Globals[global].Type, depth - 1);
        _code.Op(Opcode.GlobalSet, global);
    }

    private void Conditional(int depth)
    {
        Value(ValType.I32, depth - 1);
        _code.Op(Opcode.If, CodeWriter.Empty);
        _labels.Add(([], false));
        Statements(depth - 1);
        if (Chance(2))
        {
            _code.Op(Opcode.Else);
            Statements(depth - 1);
        }

        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
    }

    // A loop may end early by what is in it, but never later than its counter says.
    private void CountedLoop(int depth)
    {
        if (_loops >= Counters)
        {
            return;
        }

        int counter = UsableLocals + _loops++;
        _code.I32(Chance(6) ? random.Next(50, 300) : random.Next(1, 9)).Set(counter);
        _code.Op(Opcode.Loop, CodeWriter.Empty);
        _labels.Add(([], false));

        // Branches to the loop itself would not count: its label is hidden behind a block.
        _code.Op(Opcode.Block, CodeWriter.Empty);
        _labels[^1] = ([], true);
        _labels.Add(([], false));
        Statements(depth - 1);
        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
        _code.Get(counter).I32(1).Op(Opcode.I32Sub).Op(Opcode.LocalTee, counter).Op(Opcode.BrIf, 0);
        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
        _loops--;
    }

    // A block of several parameters and results, whose values are used or dropped.
    private void BlockOfMany(int depth)
    {
        (int index, ValType[] parameters, ValType[] results) = scope.BlockTypes[random.Next(scope.BlockTypes.Count)];
        foreach (ValType parameter in parameters)
        {
            Value(parameter, depth - 1);
        }

        bool isConditional = Chance(2);
        if (isConditional)
        {
            Value(ValType.I32, depth - 1);
        }

        _code.Op(isConditional ? Opcode.If : Opcode.Block, index);
        _labels.Add((results, false));
        Turn(parameters, results, depth - 1);
        if (isConditional)
        {
            _code.Op(Opcode.Else);
            Turn(parameters, results, depth - 1);
        }

        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
        for (int i = results.Length - 1; i >= 0; i--)
        {
            Consume(results[i]);
        }
    }

    // Inside of a block: its parameters are consumed, with statements above them, and its results made.
    private void Turn(ValType[] parameters, ValType[] results, int depth)
    {
        Statements(depth);
        for (int i = parameters.Length - 1; i >= 0; i--)
        {
            Consume(parameters[i]);
        }

        foreach (ValType result in results)
        {
            Value(result, depth);
        }

        if (results.Length > 0 && Chance(3))
        {
            Value(ValType.I32, depth);
            _code.Op(Opcode.BrIf, 0);
        }
    }

    // The value on top goes into a local or away.
    private void Consume(ValType type)
    {
        int[] fitting = [.. Enumerable.Range(0, UsableLocals).Where(local => _locals[local] == type)];
        if (fitting.Length > 0 && Chance(2))
        {
            _code.Set(fitting[random.Next(fitting.Length)]);
        }
        else
        {
            _code.Op(Opcode.Drop);
        }
    }

    // Which labels can be branched to without a loop that never ends: a loop's own label cannot.
    private int? AnyLabel()
    {
        int[] fitting = [.. Enumerable.Range(0, _labels.Count).Where(i => !_labels[i].IsLoop)];
        return fitting.Length == 0 ? null : fitting[random.Next(fitting.Length)];
    }

    private void BranchIf(int depth)
    {
        if (AnyLabel() is not { } label)
        {
            return;
        }

        ValType[] types = _labels[label].Types;
        foreach (ValType type in types)
        {
            Value(type, depth - 1);
        }

        Value(ValType.I32, Math.Max(0, depth - 1));
        _code.Op(Opcode.BrIf, _labels.Count - 1 - label);
        for (int i = types.Length - 1; i >= 0; i--)
        {
            Consume(types[i]);
        }
    }

    private void BranchTable(int depth)
    {
        if (AnyLabel() is not { } label)
        {
            return;
        }

        ValType[] types = _labels[label].Types;
        int[] fitting = [.. Enumerable.Range(0, _labels.Count)
            .Where(i => !_labels[i].IsLoop && _labels[i].Types.SequenceEqual(types))];
        _code.Op(Opcode.Block, CodeWriter.Empty);
        _labels.Add(([], false));
        foreach (ValType type in types)
        {
            Value(type, depth - 1);
        }

        Value(ValType.I32, depth - 1);
        int count = random.Next(6);
        _code.Op(Opcode.BrTable, count);
        for (int i = 0; i <= count; i++)
        {
            _code.Unsigned((ulong)(_labels.Count - 1 - fitting[random.Next(fitting.Length)]));
        }

        Unreached();
        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
    }

    // Leaves for good, seldom, by one of the ways there are.
    private void Leave(int depth)
    {
        Value(ValType.I32, depth - 1);
        _code.I32(7).Op(Opcode.I32And).Op(Opcode.I32Eqz).Op(Opcode.If, CodeWriter.Empty);
        _labels.Add(([], false));
        switch (random.Next(5))
        {
            case 0: _code.Op(Opcode.Unreachable); break;
            case 1 when AnyLabel() is { } label:
                foreach (ValType type in _labels[label].Types)
                {
                    Value(type, depth - 1);
                }

                _code.Op(Opcode.Br, _labels.Count - 1 - label);
                break;
            case 2 when scope.HasTailCalls: TailCall(depth); break;
            default:
                foreach (ValType type in _labels[0].Types)
                {
                    Value(type, depth - 1);
                }

                _code.Op(Opcode.Return);
                break;
        }

        Unreached();
        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
    }

    // Code that is valid because nothing is known of the stack there.
    private void Unreached()
    {
        if (scope.IsInvolved && Chance(2))
        {
            Statements(1);
        }

        switch (random.Next(6))
        {
            case 0: _code.Op(Opcode.I32Add).Op(Opcode.Drop); break;
            case 1: _code.Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Nop).Op(Opcode.Br, 0).End(); break;
            case 2: _code.I32(1).Op(Opcode.If, CodeWriter.Empty).Op(Opcode.Else).Op(Opcode.Unreachable).End(); break;
            case 3: _code.Op(Opcode.Select).Op(Opcode.Drop); break;
            case 4: _code.Op(Opcode.Loop, CodeWriter.Empty).Op(Opcode.Br, 0).End(); break;
        }
    }
}
