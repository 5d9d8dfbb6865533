using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>
/// Reads a line as a shell would: words without their quotes and escapes, variables and simple <c>echo</c>
/// substitutions put in, pipes, lists and what stands nested. Quotes do not protect what is in them, because the text
/// may be a string of another language that goes to a shell. One pass, in time linear in the line.
/// </summary>
internal sealed class CommandLexer
{
    private const int MaxExpansionPerLine = 4096;
    private const int MaxEchoLength = 40;
    private const int MaxValueLength = 512;

    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\r\n\f\0\"'`\\$^|;&(){}[]<>,");
    private static readonly SearchValues<char> EchoEnd = SearchValues.Create("$`()|;&<>\n");

    private readonly WordBuffer _buffer;
    private readonly CommandFrames _frames;
    private readonly WordBuilder _word;
    private readonly ScannedText _file;
    private readonly ShellVariables _variables;
    private readonly bool _isPowerShell;
    private readonly bool _escapesAreText;
    private int _expanded;
    private bool _isTableRow;

    public CommandLexer(WordBuffer buffer, CommandFrames frames, ShellVariables variables, ScannedText file)
    {
        _buffer = buffer;
        _frames = frames;
        _variables = variables;
        _file = file;
        _word = new WordBuilder(buffer, frames, variables);
        string extension = Path.GetExtension(file.Path).ToLowerInvariant();
        _isPowerShell = extension is ".ps1" or ".psm1";
        _escapesAreText = !file.IsProse && extension is not (".sh" or ".bash" or ".zsh" or ".command" or ".ps1");
    }

    public void Read(ReadOnlySpan<char> line, bool isTableRow)
    {
        _buffer.Clear();
        _frames.Reset();
        _word.Reset();
        _expanded = 0;
        _isTableRow = isTableRow;
        for (int at = 0; at < line.Length;)
        {
            int plain = line[at..].IndexOfAny(Special);
            plain = plain < 0 ? line.Length - at : plain;
            if (plain > 0)
            {
                _word.Append(line.Slice(at, plain));
                at += plain;
            }

            if (at < line.Length)
            {
                at = ReadSpecial(line, at);
            }
        }

        _word.End();
        _frames.EndLine();
    }

    private int ReadSpecial(ReadOnlySpan<char> line, int at)
    {
        switch (line[at])
        {
            case '"' or '\'':
                return ReadQuote(line, at);
            case '`':
                return ReadBacktick(line, at);
            case '\\':
                return ReadBackslash(line, at);
            case '$':
                return ReadDollar(line, at);
            case '^' when _word.Length > 0 && IsLetterAt(line, at + 1):
                _word.BeginPiece();
                return at + 1;
            case '^':
                _word.Append("^");
                return at + 1;
            case '|':
                return ReadBar(line, at);
            case '&':
                return ReadAmpersand(line, at);
            case ';':
                EndCommand(intoPipe: false);
                return at + 1;
            case '(':
                Open(CommandFrameKind.Parentheses, _word.Length > 0);
                return at + 1;
            case ')':
                return ReadClose(')', at);
            case '<':
                return ReadLess(line, at);
            case '>':
                return ReadGreater(line, at);
            case ',' when _word.IsUrl:
                _word.Append(",");
                return at + 1;
            default:
                _word.End();
                return at + 1;
        }
    }

    private int ReadQuote(ReadOnlySpan<char> line, int at)
    {
        if (_word.Length == 0)
        {
            return at + 1;
        }

        if (_word.IsAssignment && HoldsCommands(line, at))
        {
            // alias ls='curl …; sh': the value is code.
            _word.End();
            return at + 1;
        }

        _word.BeginPiece();

        // 'cu' + 'rl' of other languages.
        int next = SkipSpaces(line, at + 1);
        if (next < line.Length && line[next] == '+')
        {
            next = SkipSpaces(line, next + 1);
            return next < line.Length && line[next] is '"' or '\'' ? next + 1 : at + 1;
        }

        return at + 1;
    }

    private static bool HoldsCommands(ReadOnlySpan<char> line, int at)
    {
        ReadOnlySpan<char> inside = line.Slice(at + 1, Math.Min(MaxValueLength, line.Length - at - 1));
        int length = inside.IndexOf(line[at]);
        return length > 0 && inside[..length].ContainsAny(';', '|');
    }

    private int ReadBacktick(ReadOnlySpan<char> line, int at)
    {
        if (_isPowerShell && _word.Length > 0 && IsLetterAt(line, at + 1))
        {
            _word.BeginPiece();
            return at + 1;
        }

        if (_frames.Top.Kind == CommandFrameKind.Backticks)
        {
            return ReadClose('`', at);
        }

        if (TryReadEcho(line, at + 1, '`', out int after))
        {
            return after;
        }

        Open(CommandFrameKind.Backticks, hasCaller: false);
        return at + 1;
    }

    private int ReadBackslash(ReadOnlySpan<char> line, int at)
    {
        if (ShellEscape.TryRead(line[at..], out char decoded, out int length))
        {
            _word.AppendDecoded(decoded);
            return at + length;
        }

        char next = at + 1 < line.Length ? line[at + 1] : '\0';
        switch (next)
        {
            case '|':
                EndCommand(intoPipe: _isTableRow);
                return at + 2;
            case 'n' when _escapesAreText || _word.Length == 0:
                EndCommand(intoPipe: false);
                return at + 2;
            case 'r' or 't' when _escapesAreText || _word.Length == 0:
                _word.End();
                return at + 2;
            case >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' when _word.Length > 0:
                _word.AppendBackslash();
                return at + 1;
            default:
                return at + 1;
        }
    }

    private int ReadDollar(ReadOnlySpan<char> line, int at)
    {
        char next = at + 1 < line.Length ? line[at + 1] : '\0';
        switch (next)
        {
            case '(' when at + 2 < line.Length && line[at + 2] != '(':
                if (TryReadEcho(line, at + 2, ')', out int after))
                {
                    return after;
                }

                Open(CommandFrameKind.Substitution, hasCaller: false);
                return at + 2;
            case '(' or '\'' or '"':
                return at + 1;
            case '{':
                int length = line.Slice(at + 2, Math.Min(64, line.Length - at - 2)).IndexOf('}');
                if (length < 0)
                {
                    return at + 1;
                }

                ReadOnlySpan<char> inside = line.Slice(at + 2, length);
                Expand(inside[..ShellEscape.NameLength(inside)], IsInWordAt(line, at + length + 3));
                return at + length + 3;
            default:
                int name = ShellEscape.NameLength(line[(at + 1)..]);
                if (name == 0)
                {
                    _word.Append("$");
                    return at + 1;
                }

                Expand(line.Slice(at + 1, name), IsInWordAt(line, at + 1 + name));
                return at + 1 + name;
        }
    }

    private void Expand(ReadOnlySpan<char> name, bool goesOn)
    {
        if (name is "IFS")
        {
            if (goesOn)
            {
                _word.EndAsPieces();
            }

            return;
        }

        bool isKnown = _variables.TryGet(name, out (string Value, CarriedData Data) known);
        if (!isKnown || known.Value.Length == 0 || _expanded + known.Value.Length > MaxExpansionPerLine)
        {
            _word.Append("$");
            _word.Append(name);
            _word.AddData(known.Data);
            return;
        }

        _expanded += known.Value.Length;
        _word.AppendPiece(known.Value);
        _word.AddData(known.Data);
    }

    /// <summary>Takes <c>$(echo cu)</c> for the text that it is.</summary>
    private bool TryReadEcho(ReadOnlySpan<char> line, int at, char end, out int after)
    {
        after = at;
        ReadOnlySpan<char> inside = line.Slice(at, Math.Min(MaxEchoLength, line.Length - at));
        ReadOnlySpan<char> text = inside.TrimStart(' ');
        int name = text.StartsWith("echo ", StringComparison.Ordinal) ? 5
            : text.StartsWith("printf ", StringComparison.Ordinal) ? 7 : 0;
        int from = inside.Length - text.Length + name;
        int length = name == 0 ? -1 : inside[from..].IndexOfAny(EchoEnd);
        if (length <= 0 || inside[from + length] != end || inside.Slice(from, length).Contains('\\'))
        {
            return false;
        }

        after = at + from + length + 1;
        if (end == '`' && _file.IsProse && _word.Length == 0 && !IsInWordAt(line, after))
        {
            return false;
        }

        _word.AppendPiece(inside.Slice(from, length).Trim(" \"'"));
        return true;
    }

    private int ReadBar(ReadOnlySpan<char> line, int at)
    {
        bool isOr = at + 1 < line.Length && line[at + 1] == '|';
        EndCommand(intoPipe: !isOr && !_isTableRow);
        return at + (isOr || (at + 1 < line.Length && line[at + 1] == '&') ? 2 : 1);
    }

    private int ReadAmpersand(ReadOnlySpan<char> line, int at)
    {
        char next = at + 1 < line.Length ? line[at + 1] : ' ';
        if (next == '>')
        {
            _word.End();
            return at + 1;
        }

        if (_word.IsUrl && next != '&' && !char.IsWhiteSpace(next))
        {
            _word.Append("&");
            return at + 1;
        }

        EndCommand(intoPipe: false);
        return at + (next == '&' ? 2 : 1);
    }

    private int ReadClose(char character, int at)
    {
        _word.End();
        CommandFrameKind kind = _frames.Top.Kind;
        bool closes = character == '`'
            ? kind == CommandFrameKind.Backticks
            : kind is CommandFrameKind.Parentheses or CommandFrameKind.Substitution;
        if (closes && _frames.Close() && kind != CommandFrameKind.Parentheses)
        {
            _word.Join();
        }

        return at + 1;
    }

    private int ReadLess(ReadOnlySpan<char> line, int at)
    {
        _word.End();
        if (at + 1 < line.Length && line[at + 1] == '(')
        {
            Open(CommandFrameKind.Substitution, hasCaller: false);
            return at + 2;
        }

        return at + 1;
    }

    private int ReadGreater(ReadOnlySpan<char> line, int at)
    {
        if (at > 0 && line[at - 1] is '-' or '=')
        {
            // An arrow.
            EndCommand(intoPipe: false);
            return at + 1;
        }

        _word.End();
        int next = at + 1;
        if (next < line.Length && line[next] == '(')
        {
            // What is in the parentheses reads it, as behind a pipe.
            _word.DropTarget();
            EndCommand(intoPipe: true);
            return next + 1;
        }

        while (next < line.Length && line[next] is '>' or '&' or '|')
        {
            next++;
        }

        if (_frames.Top.Count > 0)
        {
            _word.MakeTarget();
        }

        return next;
    }

    private void Open(CommandFrameKind kind, bool hasCaller)
    {
        _word.End();
        ShellWord caller = hasCaller ? _frames.Top.Words[^1] : default;
        _frames.Open(kind, caller);
    }

    private void EndCommand(bool intoPipe)
    {
        _word.End();
        _frames.EndCommand(intoPipe);
    }

    private static int SkipSpaces(ReadOnlySpan<char> line, int at)
    {
        for (int i = 0; i < 2 && at < line.Length && line[at] == ' '; i++)
        {
            at++;
        }

        return at;
    }

    private static bool IsLetterAt(ReadOnlySpan<char> line, int at) => at < line.Length && char.IsAsciiLetter(line[at]);

    private static bool IsInWordAt(ReadOnlySpan<char> line, int at) =>
        at < line.Length && !char.IsWhiteSpace(line[at]) && line[at] is not (';' or '|' or '&' or ')' or '"' or '`');
}
