using System.Text;

namespace Boternity.Skills.Manifests;

/// <summary>
/// Repairs what people write though YAML forbids it: tabs as indentation, and plain values that contain <c>: </c> or
/// begin with a reserved character. One pass over the lines, so linear; what it cannot mend it leaves for the parser
/// to refuse.
/// </summary>
internal sealed class YamlRepair
{
    private const string TabAsSpaces = "  ";

    private readonly string _yaml;
    private readonly int _firstLine;
    private readonly DiagnosticSink _sink;
    private readonly StringBuilder _mended;
    private readonly Dictionary<long, int> _widened = [];
    private readonly List<string> _lines;
    private bool _changed;

    private YamlRepair(string yaml, int firstLine, DiagnosticSink sink)
    {
        _yaml = yaml;
        _firstLine = firstLine;
        _sink = sink;
        _mended = new StringBuilder(yaml.Length + 64);
        _lines = [.. _yaml.ReplaceLineEndings("\n").Split('\n')];
    }

    /// <summary>The mended text and its places; null when there is nothing this can mend.</summary>
    public static (string Yaml, YamlPlaces Places)? TryRepair(string yaml, int firstLine, DiagnosticSink sink)
    {
        var repair = new YamlRepair(yaml, firstLine, sink);
        repair.RepairLines();
        return repair._changed ? (repair._mended.ToString(), new YamlPlaces(firstLine, repair._widened)) : null;
    }

    private void RepairLines()
    {
        for (int i = 0; i < _lines.Count; i++)
        {
            RepairIndentation(i);
        }

        for (int i = 0; i < _lines.Count;)
        {
            int end = BlockEnd(i);
            if (ValueStart(_lines[i]) is int start && NeedsQuotes(_lines[i].AsSpan(start)))
            {
                Quote(i, end, start);
            }
            else if (!HasIndentedValue(_lines[i]))
            {
                end = i + 1;
                _mended.Append(_lines[i]).Append('\n');
            }
            else
            {
                AppendLines(i, end);
            }

            i = end;
        }
    }

    private void RepairIndentation(int i)
    {
        string line = _lines[i];
        int indent = line.AsSpan().IndexOfAnyExcept(' ', '\t');
        int tabs = indent < 0 ? 0 : line.AsSpan(0, indent).Count('\t');
        if (tabs == 0)
        {
            return;
        }

        _sink.Warn(
            SkillDiagnosticCodes.TabIndentation,
            _firstLine + i,
            line.IndexOf('\t', StringComparison.Ordinal) + 1,
            "The line is indented with a tab; use spaces.");
        _lines[i] = string.Concat(
            line.AsSpan(0, indent).ToString().Replace("\t", TabAsSpaces, StringComparison.Ordinal),
            line.AsSpan(indent));
        _widened[i + 1] = tabs * (TabAsSpaces.Length - 1);
        _changed = true;
    }

    /// <summary>
    /// The first line after this one that is not blank and not indented deeper: where its value ends.
    /// </summary>
    private int BlockEnd(int i)
    {
        int indent = Indent(_lines[i]);
        int end = i + 1;
        for (int next = end; next < _lines.Count; next++)
        {
            int nextIndent = Indent(_lines[next]);
            if (nextIndent < 0)
            {
                continue;
            }

            if (indent < 0 || nextIndent <= indent)
            {
                break;
            }

            end = next + 1;
        }

        return end;
    }

    private static int Indent(string line) => line.AsSpan().IndexOfAnyExcept(' ', '\t');

    /// <summary>Where the value of a <c>key: value</c> line begins; null for other lines.</summary>
    private static int? ValueStart(string line)
    {
        int at = Math.Max(Indent(line), 0);
        if (line.AsSpan(at).StartsWith("- "))
        {
            at += 2;
        }

        int keyStart = at;
        while (at < line.Length && (char.IsLetterOrDigit(line[at]) || line[at] is '-' or '_' or '.'))
        {
            at++;
        }

        if (at == keyStart || at + 1 >= line.Length || line[at] != ':' || line[at + 1] is not (' ' or '\t'))
        {
            return null;
        }

        int value = line.AsSpan(at + 1).IndexOfAnyExcept(' ', '\t');
        return value < 0 ? null : at + 1 + value;
    }

    /// <summary>
    /// Whether the lines that follow, indented deeper, are text of this line's value rather than keys of their own.
    /// </summary>
    private static bool HasIndentedValue(string line) =>
        ValueStart(line) is int start && line[start] is '|' or '>' or '"' or '\'';

    private static bool NeedsQuotes(ReadOnlySpan<char> value)
    {
        if (value[0] is '@' or '`' or '%')
        {
            return true;
        }

        if (value[0] is '"' or '\'' or '|' or '>' or '[' or '{' or '&' or '*' or '!' or '#')
        {
            return false;
        }

        ReadOnlySpan<char> plain = WithoutComment(value);
        return plain.IndexOf(": ") >= 0
            || plain.IndexOf(":\t") >= 0
            || plain.EndsWith(":")
            || value.StartsWith("- ")
            || value.StartsWith("? ");
    }

    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> value)
    {
        int comment = value.IndexOf(" #");
        return (comment < 0 ? value : value[..comment]).TrimEnd(" \t");
    }

    private void Quote(int first, int end, int start)
    {
        _sink.Warn(
            SkillDiagnosticCodes.UnquotedValue,
            _firstLine + first,
            start + 1 - _widened.GetValueOrDefault(first + 1),
            "The value contains ': ' or begins with a reserved character, so YAML wants it in quotes; it was read as "
                + "if it had them.");
        _changed = true;
        _mended.Append(_lines[first], 0, start).Append('\'');
        AppendEscaped(WithoutComment(_lines[first].AsSpan(start)));
        for (int i = first + 1; i < end; i++)
        {
            _mended.Append('\n');
            AppendEscaped(_lines[i].AsSpan().TrimEnd(" \t"));
        }

        _mended.Append("'\n");
    }

    private void AppendEscaped(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            _ = c == '\'' ? _mended.Append("''") : _mended.Append(c);
        }
    }

    private void AppendLines(int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            _mended.Append(_lines[i]).Append('\n');
        }
    }
}
