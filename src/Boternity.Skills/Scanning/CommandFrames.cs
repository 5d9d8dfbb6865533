namespace Boternity.Skills.Scanning;

/// <summary>
/// The frames that are open on a line; what stands deeper than 32 of them is read as if it were flat.
/// </summary>
internal sealed class CommandFrames
{
    private const int MaxDepth = 32;

    private readonly CommandFrame[] _frames = new CommandFrame[MaxDepth];
    private readonly CommandEvaluator _evaluator;
    private readonly WordBuffer _buffer;
    private readonly ShellVariables _variables;
    private readonly bool _isProse;
    private int _depth;
    private int _tooDeep;

    public CommandFrames(
        WordBuffer buffer, CommandEvaluator evaluator, ShellVariables variables, bool isProse)
    {
        _variables = variables;
        _buffer = buffer;
        _evaluator = evaluator;
        _isProse = isProse;
        Reset();
    }

    public CommandFrame Top => _frames[_depth];

    public void Reset()
    {
        (_depth, _tooDeep) = (0, 0);
        Frame(0).Open(CommandFrameKind.Line, default);
    }

    public void Open(CommandFrameKind kind, ShellWord caller)
    {
        if (_depth + 1 == MaxDepth)
        {
            _tooDeep++;
            return;
        }

        Frame(++_depth).Open(kind, caller);
    }

    /// <summary>Ends the command at an operator.</summary>
    public void EndCommand(bool intoPipe)
    {
        CarriedData output = _evaluator.Evaluate(Top);
        if (output != CarriedData.None)
        {
            _variables.Mark(ShellAssignment.TargetOf(Top), output);
        }

        MarkRead(Top);
        Top.End(output, intoPipe);
    }

    // while read line: what comes through the pipe is in the variables.
    private void MarkRead(CommandFrame command)
    {
        bool reads = false;
        for (int at = 0; command.Input != CarriedData.None && at < command.Count; at++)
        {
            if (reads && CommandOptions.IsPlain(command, at))
            {
                _variables.Mark(command[at], command.Input);
            }

            reads |= command[at] is "read" or "mapfile" or "readarray";
        }
    }

    /// <summary>Closes the frame on top; says whether there was one to close.</summary>
    public bool Close()
    {
        if (_tooDeep > 0)
        {
            _tooDeep--;
            return false;
        }

        if (_depth == 0)
        {
            return false;
        }

        EndCommand(intoPipe: false);
        CommandFrame closed = _frames[_depth--];

        // Backticks in prose are code as often as they are a substitution.
        bool isGroup = closed.Kind == CommandFrameKind.Parentheses
            || (closed.Kind == CommandFrameKind.Backticks && _isProse);
        Top.AddNested(closed.Output, isGroup);
        return true;
    }

    public void EndLine()
    {
        while (_depth > 0)
        {
            _tooDeep = 0;
            Close();
        }

        EndCommand(intoPipe: false);
    }

    private CommandFrame Frame(int depth) => _frames[depth] ??= new CommandFrame(_buffer);
}
