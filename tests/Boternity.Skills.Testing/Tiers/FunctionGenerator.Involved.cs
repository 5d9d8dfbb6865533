using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Testing.Tiers;

/// <content>Where one tier hands over to the other with much at stake: operands of all types that wait, or go around
/// with a loop, and recursion.</content>
internal sealed partial class FunctionGenerator
{
    private void Involved(int depth)
    {
        switch (random.Next(5))
        {
            case 0: OperandsBelow(depth); break;
            case 1: CarryingLoop(depth); break;
            case 2 or 3: ContinuedLoop(depth); break;
            default: Recursion(depth); break;
        }
    }

    // Operands wait, constants and locals above all, while statements change what they were read from.
    private void OperandsBelow(int depth)
    {
        ValType[] types = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => AnyType())];
        foreach (ValType type in types)
        {
            Leaf(type);
        }

        Statements(depth - 1);
        for (int i = types.Length - 1; i >= 0; i--)
        {
            Keep(types[i]);
        }
    }

    // Values go around by the branch at the end, which leaves them where it is not taken.
    private void CarryingLoop(int depth)
    {
        if (_loops >= Counters)
        {
            return;
        }

        (int index, ValType[] parameters, ValType[] results) = scope.BlockTypes[random.Next(scope.BlockTypes.Count)];
        foreach (ValType parameter in parameters)
        {
            Value(parameter, depth - 1);
        }

        int counter = StartCounter();
        _code.Op(Opcode.Loop, index);
        _labels.Add((parameters, true));
        Statements(depth - 1);
        Renew(parameters, depth - 1);
        _code.Get(counter).I32(1).Op(Opcode.I32Sub).Op(Opcode.LocalTee, counter).Op(Opcode.BrIf, 0);
        for (int i = parameters.Length - 1; i >= 0; i--)
        {
            Keep(parameters[i]);
        }

        foreach (ValType result in results)
        {
            Value(result, depth - 1);
        }

        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
        _loops--;
        for (int i = results.Length - 1; i >= 0; i--)
        {
            Keep(results[i]);
        }
    }

    // The loop counts where it begins: every branch that there is may go back to it, out of blocks and tables too.
    private void ContinuedLoop(int depth)
    {
        if (_loops >= Counters)
        {
            return;
        }

        (int index, ValType[] parameters, ValType[] results) = scope.BlockTypes[random.Next(scope.BlockTypes.Count)];
        foreach (ValType parameter in parameters)
        {
            Value(parameter, depth - 1);
        }

        int counter = StartCounter();
        _code.Op(Opcode.Block, index);
        _labels.Add((results, false));
        _code.Op(Opcode.Loop, index);
        _labels.Add((parameters, false));
        _code.Get(counter).Op(Opcode.I32Eqz).Op(Opcode.If, CodeWriter.Empty);
        foreach (ValType result in results)
        {
            Leaf(result);
        }

        _code.Op(Opcode.Br, 2).End();
        _code.Get(counter).I32(1).Op(Opcode.I32Sub).Set(counter);
        Statements(depth - 1);
        Renew(parameters, depth - 1);
        if (Chance(2))
        {
            Value(ValType.I32, depth - 1);
            _code.Op(Opcode.BrIf, 0);
            for (int i = parameters.Length - 1; i >= 0; i--)
            {
                Keep(parameters[i]);
            }

            foreach (ValType result in results)
            {
                Value(result, depth - 1);
            }
        }
        else
        {
            _code.Op(Opcode.Br, 0);
            Unreached();
        }

        _labels.RemoveRange(_labels.Count - 2, 2);
        _code.End().End();
        _loops--;
        for (int i = results.Length - 1; i >= 0; i--)
        {
            Keep(results[i]);
        }
    }

    private int StartCounter()
    {
        int counter = UsableLocals + _loops++;
        _code.I32(Chance(6) ? random.Next(50, 300) : random.Next(1, 9)).Set(counter);
        return counter;
    }

    // Some of the values on top are made anew.
    private void Renew(ValType[] types, int depth)
    {
        int first = random.Next(types.Length + 1);
        for (int i = types.Length - 1; i >= first; i--)
        {
            Keep(types[i]);
        }

        for (int i = first; i < types.Length; i++)
        {
            Value(types[i], depth);
        }
    }

    // Any function of the module, this one too, as long as a global allows it.
    private void Recursion(int depth)
    {
        int callee = random.Next(scope.ImportedFunctions, scope.Functions.Count);
        (ValType[] parameters, ValType[] results, _) = scope.Functions[callee];
        int global = scope.RecursionGlobal;
        _code.Op(Opcode.GlobalGet, global).Op(Opcode.If, CodeWriter.Empty);
        _labels.Add(([], false));
        _code.Op(Opcode.GlobalGet, global).I32(1).Op(Opcode.I32Sub).Op(Opcode.GlobalSet, global);
        foreach (ValType parameter in parameters)
        {
            Value(parameter, depth - 1);
        }

        _code.Call(callee);
        for (int i = results.Length - 1; i >= 0; i--)
        {
            Keep(results[i]);
        }

        _labels.RemoveAt(_labels.Count - 1);
        _code.End();
    }

    // The value on top goes where it can be seen, if there is such a place.
    private void Keep(ValType type)
    {
        int[] globals = [.. Enumerable.Range(0, scope.Globals.Count)
            .Where(global => scope.Globals[global] == (type, true))];
        if (globals.Length > 0 && Chance(2))
        {
            _code.Op(Opcode.GlobalSet, globals[random.Next(globals.Length)]);
        }
        else
        {
            Consume(type);
        }
    }
}
