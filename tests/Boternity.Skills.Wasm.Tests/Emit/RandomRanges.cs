using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>
/// Random functions of one parameter that compute addresses near the end of a memory of one page: counted loops,
/// masks, shifts, comparisons, branches. Each loop ends.
/// </summary>
internal sealed class RandomRanges(int seed)
{
    private const int Locals = 4;
    private const int MaxDepth = 3;

    // Local 5 bounds all loops of a call.
    private const int Turns = Locals + 1;
    private const int MaxTurns = 300;

    private static readonly int[] Constants =
    [
        0, 1, 2, 3, 4, 7, 8, 12, 16, 31, 32, 64, 255, 256, 4096, 0x7FFF, 0xFF00, 0xFFFC, Memory.PageBytes - 8,
        Memory.PageBytes - 1, Memory.PageBytes, Memory.PageBytes + 8, 1 << 20, int.MaxValue, int.MinValue, -1, -4, -8,
        -256, -Memory.PageBytes,
    ];

    private static readonly Opcode[] Binaries =
    [
        Opcode.I32Add, Opcode.I32Add, Opcode.I32Add, Opcode.I32Sub, Opcode.I32Mul, Opcode.I32And, Opcode.I32And,
        Opcode.I32Or, Opcode.I32Xor, Opcode.I32Shl, Opcode.I32ShrU, Opcode.I32ShrS, Opcode.I32RemU, Opcode.I32DivU,
    ];

    private static readonly Opcode[] Comparisons =
    [
        Opcode.I32Eq, Opcode.I32Ne, Opcode.I32Ne, Opcode.I32LtS, Opcode.I32LtU, Opcode.I32LtU, Opcode.I32GtS,
        Opcode.I32GtU, Opcode.I32LeS, Opcode.I32LeU, Opcode.I32GeS, Opcode.I32GeU,
    ];

    private static readonly Opcode[] Loads =
    [
        Opcode.I32Load, Opcode.I32Load8U, Opcode.I32Load8S, Opcode.I32Load16U, Opcode.I32Load16S,
    ];

    private readonly Random _random = new(seed);

    public byte[] Write()
    {
        var module = new ModuleWriter();
        module.Memory(1, 2);
        module.Data(0, [.. Enumerable.Range(0, Memory.PageBytes).Select(i => (byte)(i * 7))]);
        int run = module.Function(module.Type([ValType.I32], [ValType.I32]), WriteBody, (Locals + 1, ValType.I32));
        module.Export("run", ExternKind.Function, run);
        return module.ToArray();
    }

    private void WriteBody(CodeWriter code)
    {
        for (int i = 0; i < 4; i++)
        {
            WriteStatement(code, MaxDepth);
        }

        code.Get(Local()).Get(Local()).Op(Opcode.I32Xor);
    }

    private void WriteStatement(CodeWriter code, int depth)
    {
        switch (_random.Next(depth == 0 ? 5 : 8))
        {
            case 0:
                WriteValue(code, 2);
                code.Set(Local());
                break;
            case 1:
                int local = Local();
                WriteAccess(code);
                code.Get(local).Op(Opcode.I32Xor).Set(local);
                break;
            case 2:
                WriteAccess(code);
                code.Set(Local());
                break;
            case 3:
                WriteValue(code, 1);
                WriteValue(code, 0);
                code.Op(Pick([Opcode.I32Store, Opcode.I32Store8, Opcode.I32Store16]), 0, _random.Next(6));
                break;
            case 4:
                code.I32(Constant()).Set(Local());
                break;
            case 5:
                WriteCondition(code);
                code.Op(Opcode.If, CodeWriter.Empty);
                WriteStatement(code, depth - 1);
                if (_random.Next(2) == 0)
                {
                    code.Op(Opcode.Else);
                    WriteStatement(code, depth - 1);
                }

                code.End();
                break;
            default:
                WriteLoop(code, depth);
                break;
        }
    }

    // Its counter begins with a constant, mostly, and is compared before it goes around again.
    private void WriteLoop(CodeWriter code, int depth)
    {
        int counter = Local();
        code.I32(Pick([0, 0, 0, 4, Constant()])).Set(counter);
        code.Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Loop, CodeWriter.Empty);
        code.Get(Turns).I32(1).Op(Opcode.I32Add).Op(Opcode.LocalTee, Turns).I32(MaxTurns).Op(Opcode.I32GtU)
            .Op(Opcode.BrIf, 1);
        if (_random.Next(3) == 0)
        {
            WriteCondition(code);
            code.Op(Opcode.BrIf, 1);
        }

        code.Get(counter).I32(Constant()).Op(Opcode.I32Add).Op(Pick(Loads), 0, _random.Next(9)).Set(Local());
        WriteStatement(code, depth - 1);
        code.Get(counter).I32(Pick([1, 2, 4, 8, 16, 3, Constant()])).Op(Opcode.I32Add).Op(Opcode.LocalTee, counter)
            .I32(Constant()).Op(Pick(Comparisons));
        if (_random.Next(4) == 0)
        {
            code.Op(Opcode.I32Eqz);
        }

        code.Op(Opcode.BrIf, 0).End().End();
    }

    private void WriteCondition(CodeWriter code)
    {
        if (_random.Next(2) == 0)
        {
            code.Get(Local()).I32(Constant());
        }
        else
        {
            code.I32(Constant()).Get(Local());
        }

        code.Op(Pick(Comparisons));
        for (int i = _random.Next(3); i > 1; i--)
        {
            code.Op(Opcode.I32Eqz);
        }
    }

    private void WriteAccess(CodeWriter code)
    {
        WriteValue(code, 2);
        code.Op(Pick(Loads), 0, _random.Next(9));
    }

    private void WriteValue(CodeWriter code, int depth)
    {
        switch (_random.Next(depth == 0 ? 3 : 8))
        {
            case 0 or 1: code.Get(Local()); break;
            case 2: code.I32(Constant()); break;
            case 3:
                WriteValue(code, depth - 1);
                code.Op(Opcode.LocalTee, Local());
                break;
            case 4:
                WriteValue(code, depth - 1);
                WriteValue(code, depth - 1);
                WriteCondition(code);
                code.Op(Opcode.Select);
                break;
            case 5:
                WriteValue(code, depth - 1);
                code.Op(Pick([Opcode.I32Eqz, Opcode.I32Clz, Opcode.I32Popcnt, Opcode.I32Extend8S]));
                break;
            default:
                WriteValue(code, depth - 1);
                if (_random.Next(3) == 0)
                {
                    WriteValue(code, depth - 1);
                }
                else
                {
                    code.I32(Constant());
                }

                code.Op(Pick(Binaries));
                break;
        }
    }

    private int Local() => _random.Next(Locals + 1);

    private int Constant() => Pick(Constants);

    private T Pick<T>(ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];
}
