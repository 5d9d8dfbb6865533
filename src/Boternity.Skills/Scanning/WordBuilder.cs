namespace Boternity.Skills.Scanning;

/// <summary>Puts a word together from its pieces, and notices variables that are set.</summary>
internal sealed class WordBuilder(WordBuffer buffer, CommandFrames frames, ShellVariables variables)
{
    // So many characters written as numbers are no accident.
    private const int EscapesThatHide = 4;

    // Longer words are no commands; looking at each of their pieces would take time in the square of their length.
    private const int LongestBeginning = 64;

    private int _start;
    private int _pieceStart;
    private ShellWordForm _form;
    private CarriedData _data;
    private int _escapes;
    private bool _piecePending;
    private bool _pieceIsCommand;
    private bool _hasBackslash;
    private bool _isTarget;

    public int Length => buffer.Length - _start;

    /// <summary>Whether it begins as a URL does.</summary>
    public bool IsUrl =>
        Length > 0
        && buffer.TextFrom(_start)[..Math.Min(Length, LongestBeginning)].Contains("://", StringComparison.Ordinal);

    /// <summary>Whether the word so far sets something, and its value comes next.</summary>
    public bool IsAssignment => Length > 1 && buffer.TextFrom(_start)[Length - 1] == '=';

    /// <summary>The next word is no target of a redirection after all.</summary>
    public void DropTarget() => _isTarget = false;

    public void Reset()
    {
        _isTarget = false;
        Begin();
    }

    public void Append(ReadOnlySpan<char> text)
    {
        TakePiece();
        buffer.Append(text);
    }

    /// <summary>Says that what follows was written apart from what is there.</summary>
    public void BeginPiece() => _piecePending = true;

    /// <summary>Appends what a variable or a substitution stands for; spaces in it end words.</summary>
    public void AppendPiece(ReadOnlySpan<char> text)
    {
        BeginPiece();
        foreach (Range range in text.Split(' '))
        {
            if (range.Start.Value > 0)
            {
                End();
            }

            if (!text[range].IsEmpty)
            {
                Append(text[range]);
            }
        }

        BeginPiece();
    }

    public void AppendDecoded(char decoded)
    {
        _escapes++;
        if (decoded is <= ' ' or > '~')
        {
            int escapes = _escapes;
            End();
            _escapes = escapes;
            return;
        }

        _piecePending = true;
        TakePiece();
        buffer.Append(decoded);
    }

    public void AppendBackslash()
    {
        _hasBackslash = true;
        Append("\\");
    }

    public void AddData(CarriedData data) => _data |= data;

    /// <summary>The next word goes on where a substitution ended.</summary>
    public void Join() => _form = ShellWordForm.Joined;

    /// <summary>The next word is the target of a redirection.</summary>
    public void MakeTarget() => _isTarget = true;

    /// <summary>Ends the word where a separator was hidden.</summary>
    public void EndAsPieces()
    {
        _form |= Length > 0 ? ShellWordForm.Split : ShellWordForm.None;
        _pieceStart = _start;
        End();
    }

    public void End()
    {
        if (Length > 0)
        {
            if (_hasBackslash)
            {
                RemoveBackslashes();
            }

            frames.Top.Add(Build());
            NoticeVariable(frames.Top);
            _isTarget = false;
        }

        Begin();
    }

    private void Begin()
    {
        _start = _pieceStart = buffer.Length;
        (_form, _data, _escapes) = (ShellWordForm.None, CarriedData.None, 0);
        (_piecePending, _pieceIsCommand, _hasBackslash) = (false, false, false);
    }

    private void TakePiece()
    {
        if (_piecePending && Length > 0)
        {
            _form |= ShellWordForm.Split;
            _pieceStart = buffer.Length;
            _pieceIsCommand |= Length <= LongestBeginning
                && KnownCommands.KindsOf(buffer.TextFrom(_start)) != CommandKinds.None;
        }

        _piecePending = false;
    }

    private ShellWord Build()
    {
        ReadOnlySpan<char> text = buffer.TextFrom(_start);
        CommandKinds kinds = KnownCommands.KindsOf(text);
        if (kinds == CommandKinds.None && text.Contains('.'))
        {
            kinds = KnownCommands.KindsOfMethod(text);
        }

        // A directory in a variable before a command's name is no riddle, nor is a version behind it.
        int piece = _pieceStart - _start;
        bool isRiddle = !_pieceIsCommand
            && (piece == 0 || piece >= text.Length || (text[piece - 1] != '/' && text[piece] != '/'));
        ShellWordForm form = isRiddle ? _form : _form & ~ShellWordForm.Split;
        form |= _isTarget ? ShellWordForm.Target : ShellWordForm.None;
        CarriedData data = _data | (_escapes >= EscapesThatHide ? CarriedData.Decoded : CarriedData.None);
        return new ShellWord(_start, Length, form, kinds, data);
    }

    /// <summary>Takes a command with backslashes in it for what a shell takes it for.</summary>
    private void RemoveBackslashes()
    {
        int from = _start;
        int length = Length;
        int plain = buffer.Length;
        for (int i = from; i < from + length; i++)
        {
            char c = buffer.TextFrom(from)[i - from];
            if (c != '\\')
            {
                buffer.Append(c);
            }
        }

        if (KnownCommands.KindsOf(buffer.TextFrom(plain)) != CommandKinds.None)
        {
            _start = _pieceStart = plain;
            _form |= ShellWordForm.Split;
        }
        else
        {
            buffer.Truncate(plain);
        }
    }

    private void NoticeVariable(CommandFrame command)
    {
        ReadOnlySpan<char> word = command[^1];
        CarriedData data = command.Words[^1].Data;
        if (ShellAssignment.TryRead(word, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value))
        {
            variables.Set(name, value, data);
        }
        else if (command.Count is 3 or 4 && command[command.Count - 2] is "=")
        {
            variables.Set(command[command.Count - 3].TrimStart('$'), word, data);
        }
    }
}
