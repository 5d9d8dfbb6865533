using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Testing.Tiers;

/// <content>Large functions, shaped like the loop of an interpreter: a loop around a switch of many cases, which share
/// their locals, fall through into each other, and jump to one another's ends.</content>
internal sealed partial class FunctionGenerator
{
    /// <summary>Writes a function's body around such a loop.</summary>
    public void WriteLarge(CodeWriter code, ReadOnlySpan<Wasm.Model.ValType> results, int cases)
    {
        _code = code;
        _budget = 100;
        _labels.Add((results.ToArray(), false));
        Statements(2);
        int counter = UsableLocals + _loops++;
        _code.I32(random.Next(20, 300)).Set(counter);
        _code.Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Loop, CodeWriter.Empty);
        _labels.Add(([], false));
        _labels.Add(([], false));
        _code.Get(counter).Op(Opcode.I32Eqz).Op(Opcode.BrIf, 1);
        _code.Get(counter).I32(1).Op(Opcode.I32Sub).Set(counter);
        for (int i = 0; i < cases; i++)
        {
            _code.Op(Opcode.Block, CodeWriter.Empty);
            _labels.Add(([], false));
        }

        Dispatch(counter, cases);
        for (int i = 0; i < cases; i++)
        {
            _labels.RemoveAt(_labels.Count - 1);
            _code.End();
            Case();
        }

        _labels.RemoveRange(_labels.Count - 2, 2);
        _code.End().End();
        _loops--;
        _budget = 60;
        foreach (Wasm.Model.ValType result in results)
        {
            Value(result, 3);
        }
    }

    // What is hot changes as the counter goes down.
    private void Dispatch(int counter, int cases)
    {
        _code.Get(counter).I32(random.Next(1, 64)).Op(Opcode.I32DivU);
        _code.Get(counter).I32(random.Next()).Op(Opcode.I32Mul).I32(random.Next(16, 30)).Op(Opcode.I32ShrU);
        _code.Op(Opcode.I32Xor).I32(cases + 1).Op(Opcode.I32RemU);
        _code.Op(Opcode.BrTable, cases);
        for (int i = 0; i <= cases; i++)
        {
            _code.Unsigned((ulong)(Chance(30) ? random.Next(cases) : i % cases));
        }
    }

    // Most cases go back to the loop; some fall into the next.
    private void Case()
    {
        _budget = Chance(40) ? random.Next(400) : random.Next(4, 40);
        Statements(random.Next(1, 4));
        if (!Chance(5))
        {
            // The loop is below the blocks of the cases that come next.
            _code.Op(Opcode.Br, _labels.Count - 1 - LoopLabel);
        }
    }

    // Below it: the function's own block, and the one around the loop.
    private const int LoopLabel = 2;
}
