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
        if (_openRuns.Count > 0 && _openRuns[^1].Word == _count)
        {
            if (_openRuns[^1].Units == _units) return;

            // Instructions were counted that left no code: the two runs need words of their own.
            Emit(RegisterOp.Nop);
        }

        _openRuns.Add((_count, _units));
    }

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
        foreach ((int word, int units) in _openRuns) _code[word].Cost = (ushort)(_units - units);
        _openRuns.Clear();
        _units = 0;
    }
}
