namespace Boternity.Skills.Scanning;

/// <summary>The lines of a text, each joined with the next where it ends in a continuation or a pipe.</summary>
internal ref struct CommandLines
{
    private readonly ReadOnlySpan<char> _text;
    private readonly bool _isProse;
    private readonly bool _isPowerShell;
    private char[] _joined = [];
    private int _next;
    private bool _isFenced;

    public CommandLines(ScannedText file)
    {
        _text = file.Text;
        _isProse = file.IsProse;
        _isPowerShell = file.Path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);
    }

    public ReadOnlySpan<char> Line { get; private set; }

    /// <summary>Gets where the line begins in the text.</summary>
    public int Offset { get; private set; }

    /// <summary>Gets a value indicating whether it is a row of a Markdown table, whose bars are no pipes.</summary>
    public bool IsTableRow { get; private set; }

    /// <summary>Gets a value indicating whether it is no sentence: in a script, or in a block of code.</summary>
    public bool IsCode { get; private set; }

    public bool MoveNext()
    {
        if (_next >= _text.Length)
        {
            return false;
        }

        Offset = _next;
        ReadOnlySpan<char> line = Take();
        IsTableRow = _isProse && line.TrimStart().StartsWith("|", StringComparison.Ordinal);
        int length = 0;
        while (!IsTableRow && _next < _text.Length && ContinuedLength(line) is var kept and >= 0)
        {
            Join(line[..kept], ref length);
            line = Take();
        }

        if (length > 0)
        {
            Join(line, ref length);
            line = _joined.AsSpan(0, length);
        }

        Line = line;
        NoticeFence(line.TrimStart());
        return true;
    }

    private ReadOnlySpan<char> Take()
    {
        int length = _text[_next..].IndexOf('\n');
        int end = length < 0 ? _text.Length : _next + length + 1;
        ReadOnlySpan<char> line = _text[_next..end];
        _next = end;
        return line;
    }

    /// <summary>How much of a line is kept when the next is joined to it; −1 where it ends by itself.</summary>
    private readonly int ContinuedLength(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> text = line.TrimEnd();
        if (text.IsEmpty)
        {
            return -1;
        }

        return text[^1] switch
        {
            '\\' => text.Length - 1,
            '`' when _isPowerShell => text.Length - 1,
            '|' => line.Length,
            _ => -1,
        };
    }

    private void Join(ReadOnlySpan<char> line, ref int length)
    {
        if (length + line.Length > _joined.Length)
        {
            Array.Resize(ref _joined, Math.Max(_joined.Length * 2, length + line.Length));
        }

        line.CopyTo(_joined.AsSpan(length));
        length += line.Length;
    }

    private void NoticeFence(ReadOnlySpan<char> line)
    {
        bool isFence = _isProse
            && (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal));
        _isFenced ^= isFence;
        IsCode = !_isProse || _isFenced;
    }
}
