using System.Numerics;
using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Which locals may still be read, at the begins of blocks and behind the instructions where compiled code may be left
/// for the interpreter: only those are carried over, so that they do not stay in registers longer than the guest needs
/// them.
/// </summary>
internal sealed class FlowLiveness
{
    // Beyond this all locals count as live everywhere.
    private const long MaxWords = 4 << 20;

    private const int MaxPasses = 200;

    private readonly FlowGraph _graph;

    // Locals that no instruction names are no locals; the others have numbers.
    private readonly Dictionary<int, int> _numbers = [];
    private readonly List<int> _locals = [];
    private readonly int _words;
    private readonly ulong[][] _live;
    private readonly bool _isExact;

    public FlowLiveness(FlowGraph graph)
    {
        _graph = graph;
        foreach (ref BodyInstruction instruction in graph.Body.Instructions.AsSpan())
        {
            if (instruction.IsReached && IsLocal(instruction.Opcode)
                && _numbers.TryAdd((int)instruction.X, _locals.Count))
            {
                _locals.Add((int)instruction.X);
            }
        }

        _words = (_locals.Count + 63) / 64;
        _live = new ulong[graph.Blocks.Count][];
        _isExact = (long)_words * graph.Blocks.Count <= MaxWords && TrySolve();
        if (_isExact)
        {
            return;
        }

        var all = new ulong[_words];
        for (int number = 0; number < _locals.Count; number++)
        {
            all[number / 64] |= 1UL << (number % 64);
        }

        Array.Fill(_live, all);
    }

    /// <summary>The locals that are live at a block's begin.</summary>
    public int[] At(FlowBlock block) => ToList(_live[block.Index]);

    /// <summary>Whether a local is live at a block's begin.</summary>
    public bool IsLiveAt(FlowBlock block, int local) =>
        _numbers.TryGetValue(local, out int number) && (_live[block.Index][number / 64] >> (number % 64) & 1) != 0;

    /// <summary>The locals that are live behind those instructions of a block where fuel is looked at, or the guest's
    /// frame is left.</summary>
    public Dictionary<int, int[]> Behind(FlowBlock block)
    {
        var results = new Dictionary<int, int[]>();
        ulong[] live = LiveBehind(block);
        for (int i = block.End - 1; i >= block.First; i--)
        {
            ref BodyInstruction instruction = ref _graph.Body.Instructions[i];
            if (IsCheckpoint(instruction.Opcode))
            {
                results[i] = ToList(live);
            }

            Step(ref instruction, live, keeps: null);
        }

        return results;
    }

    /// <summary>Whether fuel must be looked at behind the instruction.</summary>
    public static bool IsCheckpoint(Opcode opcode) =>
        opcode is Opcode.Call or Opcode.CallIndirect or Opcode.MemoryGrow or Opcode.MemoryFill
        or Opcode.MemoryCopy or Opcode.MemoryInit or Opcode.TableGrow or Opcode.TableFill or Opcode.TableCopy
        or Opcode.TableInit;

    // Backwards over the blocks, which are in the order of the code, until nothing is added. Loops are known after as
    // many passes as they are deep, and two; where that is too many, all locals count as live.
    private bool TrySolve()
    {
        var reads = new ulong[_live.Length][];
        var keeps = new ulong[_live.Length][];
        for (int i = 0; i < _live.Length; i++)
        {
            reads[i] = new ulong[_words];
            keeps[i] = new ulong[_words];
            Array.Fill(keeps[i], ulong.MaxValue);
            _live[i] = new ulong[_words];
            FlowBlock block = _graph.Blocks[i];
            for (int at = block.End - 1; at >= block.First; at--)
            {
                Step(ref _graph.Body.Instructions[at], reads[i], keeps[i]);
            }
        }

        for (int pass = 0; pass < MaxPasses; pass++)
        {
            bool changed = false;
            for (int i = _live.Length - 1; i >= 0; i--)
            {
                ulong[] live = LiveBehind(_graph.Blocks[i]);
                for (int word = 0; word < _words; word++)
                {
                    live[word] = (live[word] & keeps[i][word]) | reads[i][word];
                }

                if (!live.AsSpan().SequenceEqual(_live[i]))
                {
                    _live[i] = live;
                    changed = true;
                }
            }

            if (!changed)
            {
                return true;
            }
        }

        return false;
    }

    private ulong[] LiveBehind(FlowBlock block)
    {
        var live = new ulong[_words];
        foreach (int successor in block.Successors)
        {
            ulong[] more = _live[successor];
            for (int i = 0; i < live.Length; i++)
            {
                live[i] |= more[i];
            }
        }

        return live;
    }

    private void Step(ref BodyInstruction instruction, ulong[] live, ulong[]? keeps)
    {
        if (!instruction.IsReached || !IsLocal(instruction.Opcode))
        {
            return;
        }

        int number = _numbers[(int)instruction.X];
        ulong bit = 1UL << (number % 64);
        if (instruction.Opcode == Opcode.LocalGet)
        {
            live[number / 64] |= bit;
        }
        else if (keeps is not null || _isExact)
        {
            live[number / 64] &= ~bit;
            keeps?[number / 64] &= ~bit;
        }
    }

    private static bool IsLocal(Opcode opcode) => opcode is Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee;

    private int[] ToList(ulong[] set)
    {
        var list = new List<int>();
        for (int word = 0; word < set.Length; word++)
        {
            for (ulong bits = set[word]; bits != 0; bits &= bits - 1)
            {
                list.Add(_locals[(word * 64) + BitOperations.TrailingZeroCount(bits)]);
            }
        }

        list.Sort();
        return [.. list];
    }
}
