namespace Boternity.Skills.Packaging;

/// <summary>The order of bytes, as Git and other languages sort names; UTF-16's differs beyond U+FFFF.</summary>
internal sealed class Utf8Order : IComparer<byte[]>
{
    public static Utf8Order Instance { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
