using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Testing.Tiers;

/// <content>Calls, tables, and what moves much at once.</content>
internal sealed partial class FunctionGenerator
{
    // Functions call only those before them, so that no call tree is endless; those that do it on purpose are the
    // module's.
    private int[] Callees(Func<ValType[], bool> fits) =>
        [.. Enumerable.Range(0, self).Where(function => fits(scope.Functions[function].Results))];

    private void CallValue(ValType type, int depth)
    {
        int[] callees = Callees(results => results.Length == 1 && results[0] == type);
        if (callees.Length == 0)
        {
            Operation(type, depth);
            return;
        }

        Call(callees[random.Next(callees.Length)], depth);
    }

    private void CallAny(int depth)
    {
        int[] callees = Callees(_ => true);
        int callee = callees[random.Next(callees.Length)];
        Call(callee, depth);
        ValType[] results = scope.Functions[callee].Results;
        for (int i = results.Length - 1; i >= 0; i--)
        {
            Consume(results[i]);
        }
    }

    private void Call(int callee, int depth)
    {
        foreach (ValType parameter in scope.Functions[callee].Parameters)
        {
            Value(parameter, depth - 1);
        }

        if (!Chance(3))
        {
            _code.Call(callee);
            return;
        }

        // Through the table: perhaps the right function, perhaps another, null, or nothing at all.
        if (Chance(4))
        {
            Value(ValType.I32, depth - 1);
        }
        else
        {
            _code.I32(random.Next(ModuleScope.TableLength));
        }

        if (!Chance(20))
        {
            _code.I32(ModuleScope.TableLength - 1).Op(Opcode.I32And);
        }

        _code.Op(Opcode.CallIndirect, scope.Functions[callee].TypeIndex, 0);
    }

    private void TailCall(int depth)
    {
        int[] callees = Callees(results => results.SequenceEqual(_labels[0].Types));
        if (callees.Length == 0)
        {
            _code.Op(Opcode.Unreachable);
            return;
        }

        int callee = callees[random.Next(callees.Length)];
        foreach (ValType parameter in scope.Functions[callee].Parameters)
        {
            Value(parameter, depth - 1);
        }

        if (Chance(2))
        {
            _code.Op(Opcode.ReturnCall, callee);
        }
        else
        {
            _code.I32(random.Next(ModuleScope.TableLength))
                .Op(Opcode.ReturnCallIndirect, scope.Functions[callee].TypeIndex, 0);
        }
    }

    private void TableGet(ValType type, int depth)
    {
        Value(ValType.I32, depth - 1);
        if (!Chance(10))
        {
            _code.I32(3).Op(Opcode.I32And);
        }

        _code.Op(Opcode.TableGet, type == ValType.FuncRef ? 0 : 1);
    }

    private void Table(int depth)
    {
        int table = random.Next(scope.Tables);
        ValType element = table == 0 ? ValType.FuncRef : ValType.ExternRef;
        switch (random.Next(7))
        {
            case 0:
                Small(depth, 3);
                Value(element, depth - 1);
                _code.Op(Opcode.TableSet, table);
                break;
            case 1:
                Value(element, depth - 1);
                Small(depth, 3);
                _code.Op(Opcode.TableGrow, table);
                Consume(ValType.I32);
                break;
            case 2:
                Small(depth, 3);
                Value(element, depth - 1);
                Small(depth, 3);
                _code.Op(Opcode.TableFill, table);
                break;
            case 3:
                for (int i = 0; i < 3; i++)
                {
                    Small(depth, 3);
                }

                _code.Op(Opcode.TableCopy, table, table);
                break;
            case 4:
                for (int i = 0; i < 3; i++)
                {
                    Small(depth, 3);
                }

                _code.Op(Opcode.TableInit, random.Next(scope.ElementSegments), 0);
                break;
            case 5:
                Value(element, depth - 1);
                _code.Op(Opcode.RefIsNull);
                Consume(ValType.I32);
                break;
            default:
                if (Chance(4))
                {
                    _code.Op(Opcode.ElemDrop, random.Next(scope.ElementSegments));
                }

                break;
        }
    }

    private void Bulk(int depth)
    {
        int memory = random.Next(scope.Memories);
        switch (random.Next(4))
        {
            case 0:
                Address(depth);
                Value(ValType.I32, depth - 1);
                Small(depth, 0xFFF);
                _code.Op(Opcode.MemoryFill, memory);
                break;
            case 1:
                Address(depth);
                Address(depth);
                Small(depth, 0xFFF);
                _code.Op(Opcode.MemoryCopy, memory, random.Next(scope.Memories));
                break;
            case 2:
                Address(depth);
                Small(depth, 31);
                Small(depth, 31);
                _code.Op(Opcode.MemoryInit, random.Next(scope.DataSegments), memory);
                break;
            default:
                if (Chance(4))
                {
                    _code.Op(Opcode.DataDrop, random.Next(scope.DataSegments));
                }

                break;
        }
    }

    private void Small(int depth, int mask)
    {
        Value(ValType.I32, depth - 1);
        if (!Chance(15))
        {
            _code.I32(mask).Op(Opcode.I32And);
        }
    }
}
