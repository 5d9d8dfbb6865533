namespace Boternity.Skills.Wasm.Interpretation;

/// <content>Runs of instructions that are charged together.</content>
internal sealed partial class Translator
{
    private readonly List<(int Word, int Units)> _openRuns = [];
    private int _units;

    /// <summary>A run begins at the next word: something will jump here.</summary>
    private void BeginRun()
    {
        _lastResult = -1;
        if (_openRuns.Count > 0 && HasOnlyCountersFrom(_openRuns[^1].Word))
        {
            // Instructions that left no code may have been counted: then the two runs need words of their own.
            if (_openRuns[^1].Units != _units)
            {
                Emit(RegisterOp.Nop);
            }
            else if (_openRuns[^1].Word == _count)
            {
                return;
            }
        }

        _openRuns.Add((_count, _units));
    }

    // With and without a compiler, runs begin at words that came from the same instructions: what a guest that stops
    // there tells.
    private bool HasOnlyCountersFrom(int word)
    {
        for (; word < _count; word++)
        {
            if (!IsCounter(word))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsCounter(int word) => _code[word].Op is RegisterOp.CountCall or RegisterOp.CountLoop;

    private void CountInstruction()
    {
        if (_units >= LongestRun)
        {
            Emit(RegisterOp.Charge);
            EndRuns();
            BeginRun();
        }

        _units++;
    }

    private void EndRuns()
    {
        foreach ((int word, int units) in _openRuns)
        {
            _code[word].Cost = (ushort)(_units - units);
        }

        _openRuns.Clear();
        _units = 0;
    }
}
