namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>The words of register code of one function, while they are made.</summary>
/// <param name="keepsOffsets">Whether to note for each word the instruction it came from.</param>
internal sealed class RegisterCode(bool keepsOffsets)
{
    private Instr[] _words = new Instr[64];
    private int[] _offsets = keepsOffsets ? new int[64] : [];

    /// <summary>How many words there are; the index of the next.</summary>
    public int Count { get; private set; }

    /// <summary>The instruction that is translated, in bytes from the start of the module's binary.</summary>
    public int Offset { get; set; }

    /// <summary>The word that made the operand on top, if its result may still go elsewhere; -1 if not.</summary>
    public int LastResult { get; set; } = -1;

    /// <summary>For each word the offset of the instruction it came from, where those are kept.</summary>
    public int[] Offsets => _offsets[..Count];

    public ref Instr this[int word] => ref _words[word];

    /// <summary>Appends a word.</summary>
    /// <returns>Its index.</returns>
    public int Emit(RegisterOp op, uint a = 0, uint b = 0, uint c = 0)
    {
        if (Count == _words.Length)
        {
            Array.Resize(ref _words, Count * 2);
        }

        if (keepsOffsets)
        {
            KeepOffset();
        }

        _words[Count] = new Instr { Op = op, A = a, B = b, C = c };
        LastResult = -1;
        return Count++;
    }

    /// <summary>Appends a word whose A is a fresh temporary: a following local.set may write the local
    /// instead.</summary>
    public void EmitResult(RegisterOp op, uint a, uint b = 0, uint c = 0) => LastResult = Emit(op, a, b, c);

    public void EmitCopy(uint to, uint from, bool isWide)
    {
        if (to != from)
        {
            Emit(isWide ? RegisterOp.Copy2 : RegisterOp.Copy, to, from);
        }
    }

    public void EmitConstant(uint to, ulong value)
    {
        int word = Emit(RegisterOp.Const, to);
        _words[word].Immediate = value;
    }

    /// <summary>Takes back the last word.</summary>
    public void RemoveLast()
    {
        Count--;
        LastResult = -1;
    }

    /// <summary>Makes a word branch to another.</summary>
    public unsafe void Resolve(int word, int target) => _words[word].C = (uint)((target - word) * sizeof(Instr));

    /// <summary>Whether a word only counts, for the second tier: it is nothing of the guest's.</summary>
    public bool IsCounter(int word) => _words[word].Op is RegisterOp.CountCall or RegisterOp.CountBlock;

    /// <summary>The code, in a pinned array of its size.</summary>
    public Instr[] ToPinnedArray()
    {
        Instr[] code = GC.AllocateUninitializedArray<Instr>(Count, pinned: true);
        _words.AsSpan(0, Count).CopyTo(code);
        return code;
    }

    private void KeepOffset()
    {
        if (Count >= _offsets.Length)
        {
            Array.Resize(ref _offsets, _words.Length);
        }

        _offsets[Count] = Offset;

        // A guest that stops at a counter stops at what follows.
        for (int word = Count - 1; word >= 0 && IsCounter(word); word--)
        {
            _offsets[word] = Offset;
        }
    }
}
