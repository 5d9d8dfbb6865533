using Boternity.Skills.Wasm.Binary;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// Translates br_table. A word says where the ways out are; behind it stand the entries, each the number of a way out,
/// then the ways out themselves: a branch for each label that the table names. Of a table with up to 256 labels an
/// entry takes a byte, so that a table is not much larger than in the binary.
/// </summary>
/// <remarks>
/// Entries stand in <see cref="Instr.Immediate"/> of words that are <see cref="RegisterOp.Nop"/>: whoever goes through
/// code word by word sees no other instruction there.
/// </remarks>
internal sealed class BranchTable(RegisterCode code, OperandStack operands, ControlFrames frames, WorkMeter meter)
{
    /// <summary>Entries of a word, where an entry is a byte.</summary>
    public const int NarrowEntries = sizeof(ulong);

    /// <summary>Entries of a word, where an entry is a number of 32 bits.</summary>
    public const int WideEntries = sizeof(ulong) / sizeof(uint);

    // The ways out by label, in the order of their numbers.
    private readonly Dictionary<uint, int> _exits = [];
    private readonly List<uint> _depths = [];

    public void Translate(LabelTable labels, ReadOnlySpan<byte> binary)
    {
        _exits.Clear();
        _depths.Clear();
        foreach (uint depth in labels.Read(binary))
        {
            meter.Add();
            if (_exits.TryAdd(depth, _depths.Count))
            {
                _depths.Add(depth);
            }
        }

        // Operands are put in place before the table, so that each way out is one move at most.
        int arity = frames.At(frames.IndexOf(_depths[0])).LabelTypes.Length;
        uint selector = operands.PopRegister();
        operands.SettleTop(arity);
        bool isWide = _depths.Count > byte.MaxValue + 1;
        int table = code.Emit(isWide ? RegisterOp.BrTableWide : RegisterOp.BrTable, selector, (uint)labels.Count - 1);
        EmitEntries(labels, binary, isWide ? WideEntries : NarrowEntries);
        code.Resolve(table, code.Count);
        EmitExits(arity);
    }

    private void EmitEntries(LabelTable labels, ReadOnlySpan<byte> binary, int perWord)
    {
        int bits = 64 / perWord;
        ulong entries = 0;
        int place = 0;
        foreach (uint depth in labels.Read(binary))
        {
            meter.Add();
            entries |= (ulong)_exits[depth] << (place * bits);
            place++;
            if (place == perWord)
            {
                EmitWord(entries);
                entries = 0;
                place = 0;
            }
        }

        if (place > 0)
        {
            EmitWord(entries);
        }
    }

    private void EmitWord(ulong entries)
    {
        int word = code.Emit(RegisterOp.Nop);
        code[word].Immediate = entries;
    }

    // A way out that can go straight to its label joins the label's branches; one that needs moves, or returns, goes to
    // code behind all of them.
    private void EmitExits(int arity)
    {
        int first = code.Count;
        foreach (uint depth in _depths)
        {
            int index = frames.IndexOf(depth);
            int word = code.Emit(RegisterOp.Br);
            if (index > 0 && frames.AreSettledInPlace(index, arity))
            {
                frames.EmitBranch(ref frames.At(index), word);
            }
        }

        for (int i = 0; i < _depths.Count; i++)
        {
            int index = frames.IndexOf(_depths[i]);
            if (index > 0 && frames.AreSettledInPlace(index, arity))
            {
                continue;
            }

            code.Resolve(first + i, code.Count);
            frames.EmitExit(index, isConditional: true);
        }
    }
}
