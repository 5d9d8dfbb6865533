namespace Boternity.Skills.Manifests;

/// <summary>Where the frontmatter and the body of a SKILL.md lie, in bytes.</summary>
/// <param name="YamlStart">The first byte after the opening line.</param>
/// <param name="YamlEnd">The first byte of the closing line.</param>
/// <param name="BodyStart">The first byte after the closing line.</param>
/// <param name="YamlLine">The file's line, from 1, of the frontmatter's first line.</param>
internal readonly record struct FrontmatterSplit(int YamlStart, int YamlEnd, int BodyStart, int YamlLine)
{
    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    /// <summary>Finds them; reports and returns false when there is no frontmatter.</summary>
    public static bool TryFind(ReadOnlySpan<byte> file, DiagnosticSink sink, out FrontmatterSplit split)
    {
        split = default;
        int at = 0;
        if (file.StartsWith(Mark))
        {
            sink.Breach(
                SkillDiagnosticCodes.ByteOrderMark,
                1,
                1,
                "The file begins with a byte order mark; write UTF-8 without one.");
            at = Mark.Length;
        }

        int line = 1;
        while (at < file.Length && IsBlank(file[at..LineEnd(file, at)]))
        {
            at = NextLine(file, LineEnd(file, at));
            line++;
        }

        if (at >= file.Length || !IsRule(file[at..LineEnd(file, at)]))
        {
            sink.Error(
                SkillDiagnosticCodes.FrontmatterMissing,
                line,
                1,
                "The file does not begin with a '---' line, so it has no frontmatter.");
            return false;
        }

        if (line > 1)
        {
            sink.Breach(
                SkillDiagnosticCodes.LeadingBlankLines,
                1,
                1,
                "Blank lines stand before the frontmatter; '---' belongs on the first line.");
        }

        int start = NextLine(file, LineEnd(file, at));
        return TryFindEnd(file, start, line, sink, out split);
    }

    private static bool TryFindEnd(
        ReadOnlySpan<byte> file, int start, int openingLine, DiagnosticSink sink, out FrontmatterSplit split)
    {
        split = default;
        for (int at = start; at < file.Length;)
        {
            int end = LineEnd(file, at);
            if (IsRule(file[at..end]))
            {
                split = new FrontmatterSplit(start, at, NextLine(file, end), openingLine + 1);
                return IsWithinLimit(at - start, openingLine, sink);
            }

            at = NextLine(file, end);
            if (at - start > SkillManifestLimits.MaxFrontmatterBytes + 2)
            {
                return IsWithinLimit(at - start, openingLine, sink);
            }
        }

        sink.Error(
            SkillDiagnosticCodes.FrontmatterNotClosed,
            openingLine,
            1,
            "No line that is just '---' ends the frontmatter.");
        return false;
    }

    private static bool IsWithinLimit(int bytes, int line, DiagnosticSink sink)
    {
        if (bytes <= SkillManifestLimits.MaxFrontmatterBytes)
        {
            return true;
        }

        sink.Error(
            SkillDiagnosticCodes.FrontmatterTooLarge,
            line,
            1,
            $"The frontmatter is larger than the limit of {SkillManifestLimits.MaxFrontmatterBytes} bytes.");
        return false;
    }

    private static int LineEnd(ReadOnlySpan<byte> file, int at)
    {
        int length = file[at..].IndexOfAny((byte)'\n', (byte)'\r');
        return length < 0 ? file.Length : at + length;
    }

    private static int NextLine(ReadOnlySpan<byte> file, int lineEnd) =>
        lineEnd >= file.Length ? file.Length
        : file[lineEnd] == '\r' && lineEnd + 1 < file.Length && file[lineEnd + 1] == '\n' ? lineEnd + 2
        : lineEnd + 1;

    private static bool IsRule(ReadOnlySpan<byte> line) => line.StartsWith("---"u8) && IsBlank(line[3..]);

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
}
