namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Runs of instructions that are charged together; see <see cref="Translator"/> for where they begin and
/// end.</summary>
internal sealed class FuelRuns(RegisterCode code)
{
    /// <summary>Instructions after which a run ends even without a branch.</summary>
    public const int LongestRun = 60_000;

    private readonly List<(int Word, int Units)> _open = [];
    private int _units;

    /// <summary>A run begins at the next word: something will jump here.</summary>
    public void Begin()
    {
        code.LastResult = -1;
        if (_open.Count > 0 && HasOnlyCountersFrom(_open[^1].Word))
        {
            // Instructions that left no code may have been counted: then the two runs need words of their own.
            if (_open[^1].Units != _units)
            {
                code.Emit(RegisterOp.Nop);
            }
            else if (_open[^1].Word == code.Count)
            {
                return;
            }
        }

        _open.Add((code.Count, _units));
    }

    /// <summary>Counts an instruction, which costs a unit.</summary>
    public void Count()
    {
        if (_units >= LongestRun)
        {
            code.Emit(RegisterOp.Charge);
            End();
            Begin();
        }

        _units++;
    }

    /// <summary>All open runs end here.</summary>
    public void End()
    {
        foreach ((int word, int units) in _open)
        {
            code[word].Cost = (ushort)(_units - units);
        }

        _open.Clear();
        _units = 0;
    }

    // With and without a compiler, runs begin at words that came from the same instructions: what a guest that stops
    // there tells.
    private bool HasOnlyCountersFrom(int word)
    {
        for (; word < code.Count; word++)
        {
            if (!code.IsCounter(word))
            {
                return false;
            }
        }

        return true;
    }
}
