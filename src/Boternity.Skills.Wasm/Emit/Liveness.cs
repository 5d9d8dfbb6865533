using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Which locals may still be read, at the places where compiled code can be left for the interpreter or entered from
/// it: only those are carried over, so that they do not stay in registers longer than the guest needs them.
/// </summary>
internal sealed class Liveness
{
    // Loops are known after as many passes as they are deep, and two.
    private const int MaxPasses = 100;

    private readonly BodyInstruction[] _instructions;
    private readonly int _words;

    // Per loop the locals that its header needs, by the index of the loop; grows from pass to pass.
    private readonly Dictionary<int, ulong[]> _headers = [];
    private readonly Dictionary<int, int[]> _results = [];
    private bool _changed = true;

    public Liveness(BodyInstruction[] instructions, int locals)
    {
        _instructions = instructions;
        _words = (locals + 63) / 64;
        for (int pass = 0; _changed; pass++)
        {
            if (pass == MaxPasses)
            {
                throw new NotSupportedException(
                    $"A function with loops in more than {MaxPasses} loops stays in the interpreter.");
            }

            _changed = false;
            Pass();
        }
    }

    /// <summary>The locals that are live at a loop's header, or behind any other instruction that was asked for: calls
    /// and what else uses much fuel.</summary>
    public int[] At(int index) => _results[index];

    /// <summary>Whether fuel must be looked at behind the instruction.</summary>
    public static bool IsCheckpoint(Opcode opcode) =>
        opcode is Opcode.Call or Opcode.CallIndirect or Opcode.MemoryGrow or Opcode.MemoryFill
        or Opcode.MemoryCopy or Opcode.MemoryInit or Opcode.TableGrow or Opcode.TableFill or Opcode.TableCopy
        or Opcode.TableInit;

    private struct Block
    {
        public int Opener;
        public ulong[] Label;
        public ulong[]? Else;
    }

    // Backwards over the code: ends open blocks, openers close them.
    private void Pass()
    {
        var blocks = new Stack<Block>();
        var live = new ulong[_words];
        var openers = Openers();
        blocks.Push(new Block { Opener = -1, Label = new ulong[_words] });
        for (int i = _instructions.Length - 2; i >= 0; i--)
        {
            ref BodyInstruction instruction = ref _instructions[i];
            if (!instruction.IsReached)
            {
                continue;
            }

            switch (instruction.Opcode)
            {
                case Opcode.End:
                    int opener = openers[i];
                    ulong[] label = _instructions[opener].Opcode == Opcode.Loop
                        ? HeaderOf(opener) : (ulong[])live.Clone();
                    blocks.Push(new Block { Opener = opener, Label = label });
                    break;
                case Opcode.Else:
                    Block block = blocks.Pop();
                    blocks.Push(block with { Else = live });
                    live = (ulong[])block.Label.Clone();
                    break;
                case Opcode.Block: blocks.Pop(); break;
                case Opcode.Loop:
                    blocks.Pop();
                    Keep(i, live);
                    break;
                case Opcode.If:
                    block = blocks.Pop();
                    Include(live, block.Else ?? block.Label);
                    break;
                default: Step(ref instruction, i, ref live, blocks); break;
            }
        }
    }

    private void Step(ref BodyInstruction instruction, int index, ref ulong[] live, Stack<Block> blocks)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Br: live = (ulong[])LabelAt(blocks, instruction.X).Clone(); break;
            case Opcode.BrIf: Include(live, LabelAt(blocks, instruction.X)); break;
            case Opcode.BrTable:
                Array.Clear(live);
                foreach (uint depth in instruction.Targets!)
                {
                    Include(live, LabelAt(blocks, depth));
                }

                break;
            case Opcode.Return or Opcode.Unreachable or Opcode.ReturnCall or Opcode.ReturnCallIndirect:
                Array.Clear(live);
                break;
            case Opcode.LocalGet: live[instruction.X / 64] |= 1UL << (int)(instruction.X % 64); break;
            case Opcode.LocalSet or Opcode.LocalTee:
                live[instruction.X / 64] &= ~(1UL << (int)(instruction.X % 64));
                break;
            default:
                if (IsCheckpoint(instruction.Opcode))
                {
                    _results[index] = ToList(live);
                }

                break;
        }
    }

    private static ulong[] LabelAt(Stack<Block> blocks, uint depth)
    {
        foreach (Block block in blocks)
        {
            if (depth-- == 0)
            {
                return block.Label;
            }
        }

        throw new InvalidOperationException("A label lies outside of the function.");
    }

    private int[] Openers()
    {
        var openers = new int[_instructions.Length];
        for (int i = 0; i < _instructions.Length; i++)
        {
            if (_instructions[i].Opcode is Opcode.Block or Opcode.Loop or Opcode.If)
            {
                openers[_instructions[i].End] = i;
            }
        }

        return openers;
    }

    private ulong[] HeaderOf(int loop)
    {
        if (!_headers.TryGetValue(loop, out ulong[]? header))
        {
            _headers[loop] = header = new ulong[_words];
        }

        return header;
    }

    private void Keep(int loop, ulong[] live)
    {
        ulong[] header = HeaderOf(loop);
        for (int i = 0; i < _words; i++)
        {
            if ((live[i] & ~header[i]) == 0)
            {
                continue;
            }

            header[i] |= live[i];
            _changed = true;
        }

        _results[loop] = ToList(header);
    }

    private static void Include(ulong[] target, ulong[] more)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] |= more[i];
        }
    }

    private static int[] ToList(ulong[] set)
    {
        var list = new List<int>();
        for (int word = 0; word < set.Length; word++)
        {
            for (ulong bits = set[word]; bits != 0; bits &= bits - 1)
            {
                list.Add((word * 64) + System.Numerics.BitOperations.TrailingZeroCount(bits));
            }
        }

        return [.. list];
    }
}
