using System.Text;

namespace Boternity.Skills.Scanning;

/// <summary>A file of a package as text.</summary>
internal sealed class ScannedText
{
    private const int SniffedBytes = 8 * 1024;

    private bool _hasLines = true;
    private int _knownOffset;
    private int _knownLine = 1;

    private ScannedText(string path, string text)
    {
        Path = path;
        Text = text;
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>Whether the file is prose that may end up in a prompt.</summary>
    public bool IsProse =>
        System.IO.Path.GetExtension(Path).ToLowerInvariant() is ".md" or ".markdown" or ".mdx" or ".txt" or "";

    /// <summary>
    /// Values of a file that do not stand in it as they read. Their lines are not known; findings name the first.
    /// </summary>
    public static ScannedText OfValues(string path, string values) => new(path, values) { _hasLines = false };

    /// <summary>The text; null for binary content.</summary>
    public static ScannedText? TryRead(SkillPackageFile file)
    {
        ReadOnlySpan<byte> content = file.Content.Span;
        if (content.StartsWith<byte>([0xFF, 0xFE]) || content.StartsWith<byte>([0xFE, 0xFF]))
        {
            Encoding utf16 = content[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            return new ScannedText(file.Path, utf16.GetString(content[2..]));
        }

        bool hasNul = content[..Math.Min(content.Length, SniffedBytes)].Contains((byte)0);
        if (!hasNul)
        {
            return new ScannedText(file.Path, Encoding.UTF8.GetString(content));
        }

        // A NUL must not hide a script. Without NULs, UTF-16 without its mark reads as text too.
        return ExecutableContent.IsScript(file) || file.Path == SkillPackage.ManifestFileName
            ? new ScannedText(file.Path, Encoding.UTF8.GetString(content).Replace("\0", "", StringComparison.Ordinal))
            : null;
    }

    /// <summary>
    /// The line, from 1, of an offset. Rules ask in rising order, so the lines are counted about once for each rule.
    /// </summary>
    public int LineAt(int offset)
    {
        if (!_hasLines)
        {
            return 1;
        }

        if (offset < _knownOffset)
        {
            (_knownOffset, _knownLine) = (0, 1);
        }

        _knownLine += Text.AsSpan(_knownOffset, offset - _knownOffset).Count('\n');
        _knownOffset = offset;
        return _knownLine;
    }
}
