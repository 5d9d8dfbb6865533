using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Testing.Tiers;

/// <content>Expressions.</content>
internal sealed partial class FunctionGenerator
{
    private void Value(ValType type, int depth)
    {
        _budget--;
        if (depth <= 0 || _budget <= 0)
        {
            Leaf(type);
            return;
        }

        switch (random.Next(14))
        {
            case 0 or 1: Leaf(type); break;
            case 2: Tee(type, depth); break;
            case 3: Select(type, depth); break;
            case 4: BlockValue(type, depth); break;
            case 5: IfValue(type, depth); break;
            case 6: CallValue(type, depth); break;
            case 7: Change(type, depth); break;
            default: Operation(type, depth); break;
        }
    }

    private void Leaf(ValType type)
    {
        int[] locals = [.. Enumerable.Range(0, UsableLocals).Where(local => _locals[local] == type)];
        int[] globals = [.. Enumerable.Range(0, scope.Globals.Count)
            .Where(global => scope.Globals[global].Type == type)];
        switch (random.Next(5))
        {
            case 0 or 1 or 2 when locals.Length > 0: _code.Get(locals[random.Next(locals.Length)]); break;
            case 3 when globals.Length > 0: _code.Op(Opcode.GlobalGet, globals[random.Next(globals.Length)]); break;
            case 3 when type == ValType.FuncRef && scope.Declared.Count > 0:
                _code.Op(Opcode.RefFunc, scope.Declared[random.Next(scope.Declared.Count)]);
                break;
            default: Constants.Write(_code, type, random); break;
        }
    }

    private void Tee(ValType type, int depth)
    {
        Value(type, depth - 1);
        int[] locals = [.. Enumerable.Range(0, UsableLocals).Where(local => _locals[local] == type)];
        if (locals.Length > 0)
        {
            _code.Op(Opcode.LocalTee, locals[random.Next(locals.Length)]);
        }
    }

    private void Select(ValType type, int depth)
    {
        Value(type, depth - 1);
        Value(type, depth - 1);
        Value(ValType.I32, depth - 1);
        if (type is ValType.FuncRef or ValType.ExternRef || Chance(3))
        {
            _code.Op(Opcode.SelectT, 1).Raw((byte)type);
        }
        else
        {
            _code.Op(Opcode.Select);
        }
    }

    private void BlockValue(ValType type, int depth)
    {
        bool isLoop = Chance(4);
        _code.Op(isLoop ? Opcode.Loop : Opcode.Block, CodeWriter.TypeOf(type));
        _labels.Add(([type], isLoop));
        Statements(depth - 1);
        Value(type, depth - 1);
        if (!isLoop && Chance(2))
        {
            Value(ValType.I32, depth - 1);
            _code.Op(Opcode.BrIf, 0);
        }

        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
    }

    private void IfValue(ValType type, int depth)
    {
        Value(ValType.I32, depth - 1);
        _code.Op(Opcode.If, CodeWriter.TypeOf(type));
        _labels.Add(([type], false));
        Value(type, depth - 1);
        _code.Op(Opcode.Else);
        if (Chance(3))
        {
            Statements(depth - 1);
        }

        Value(type, depth - 1);
        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
    }

    // A local is read, changed while the value waits on the stack, and the old value used.
    private void Change(ValType type, int depth)
    {
        int[] locals = [.. Enumerable.Range(0, UsableLocals).Where(local => _locals[local] == type)];
        if (locals.Length == 0)
        {
            Leaf(type);
            return;
        }

        int local = locals[random.Next(locals.Length)];
        _code.Get(local);
        if (Chance(2))
        {
            Statement(Math.Min(depth - 1, 2));
        }

        Value(type, depth - 1);
        _code.Set(local);
        if (Chance(2))
        {
            Statement(Math.Min(depth - 1, 2));
        }
    }

    private void Operation(ValType type, int depth)
    {
        if (!ByResult.TryGetValue(type, out OpcodeInfo[]? all))
        {
            if (type == ValType.FuncRef || Chance(2))
            {
                TableGet(type, depth);
            }
            else
            {
                Leaf(type);
            }

            return;
        }

        OpcodeInfo info = all[random.Next(all.Length)];
        if (info.Immediate is ImmediateKind.I32 or ImmediateKind.I64 or ImmediateKind.F32 or ImmediateKind.F64
            or ImmediateKind.V128)
        {
            Constants.Write(_code, type, random);
            return;
        }

        bool isAccess = info.Immediate is ImmediateKind.MemArg or ImmediateKind.MemArgLane;
        if (isAccess)
        {
            Address(depth);
        }

        for (int i = isAccess ? 1 : 0; i < info.Operands.Length; i++)
        {
            Value(info.Operands[i], depth - 1);
        }

        if (info.Opcode == Opcode.MemoryGrow)
        {
            _code.I32(1).Op(Opcode.I32And);
        }

        _code.Op(info.Opcode);
        Immediates(info);
    }

    private void Immediates(OpcodeInfo info)
    {
        switch (info.Immediate)
        {
            case ImmediateKind.MemArg or ImmediateKind.MemArgLane:
                int memory = random.Next(scope.Memories);
                _code.Unsigned((ulong)(random.Next(info.Alignment + 1) | (memory > 0 ? 0x40 : 0)));
                if (memory > 0)
                {
                    _code.Unsigned((ulong)memory);
                }

                _code.Unsigned(Chance(20) ? (ulong)random.NextInt64(uint.MaxValue) : (ulong)random.Next(100));
                if (info.Immediate == ImmediateKind.MemArgLane)
                {
                    _code.Raw((byte)random.Next(info.Lanes));
                }

                break;
            case ImmediateKind.Lane: _code.Raw((byte)random.Next(info.Lanes)); break;
            case ImmediateKind.Shuffle:
                for (int i = 0; i < 16; i++)
                {
                    _code.Raw((byte)random.Next(info.Lanes));
                }

                break;
            case ImmediateKind.Memory: _code.Unsigned((ulong)random.Next(scope.Memories)); break;
            case ImmediateKind.Table: _code.Unsigned((ulong)random.Next(scope.Tables)); break;
        }
    }

    // Mostly inside of the memory.
    private void Address(int depth)
    {
        if (scope.IsInvolved && Chance(10))
        {
            _code.I32(Wasm.Runtime.Memory.PageBytes - random.Next(24));
            return;
        }

        Value(ValType.I32, depth - 1);
        if (!Chance(25))
        {
            _code.I32(0x7FFF).Op(Opcode.I32And);
        }
    }

    private void Store(int depth)
    {
        OpcodeInfo info = Stores[random.Next(Stores.Length)];
        Address(depth);
        Value(info.Operands[1], depth - 1);
        _code.Op(info.Opcode);
        Immediates(info);
    }
}
