namespace Boternity.Skills.Scanning;

/// <summary>The text of all words of one line.</summary>
internal sealed class WordBuffer
{
    private char[] _text = new char[1024];

    public int Length { get; private set; }

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = length;

    public void Append(char c)
    {
        Reserve(1);
        _text[Length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_text.AsSpan(Length));
        Length += text.Length;
    }

    public ReadOnlySpan<char> TextOf(ShellWord word) => _text.AsSpan(word.Start, word.Length);

    public ReadOnlySpan<char> TextFrom(int start) => _text.AsSpan(start, Length - start);

    private void Reserve(int count)
    {
        if (Length + count > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, Length + count));
        }
    }
}
