using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Boternity.Skills.Manifests;

/// <summary>
/// Builds the tree of a frontmatter from the parser's events. Nothing is deserialised: no tag is resolved and no alias
/// expanded, and the depth is bounded, so that the cost stays linear in the text.
/// </summary>
internal sealed class YamlTreeReader
{
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly DiagnosticSink _sink;
    private readonly YamlPlaces _places;
    private int _depth;

    private YamlTreeReader(string yaml, YamlPlaces places, DiagnosticSink sink)
    {
        _scanner = new Scanner(new StringReader(yaml), skipComments: true);
        _parser = new Parser(_scanner);
        _places = places;
        _sink = sink;
    }

    /// <summary>The map that the text is; null after an error was reported. An empty text is an empty map.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static YamlMap? Read(string yaml, YamlPlaces places, DiagnosticSink sink)
    {
        var reader = new YamlTreeReader(yaml, places, sink);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlRefusedException refused)
        {
            sink.Error(refused.Code, refused.Line, refused.Column, refused.Message);
            return null;
        }
    }

    private YamlMap ReadDocument()
    {
        _ = Next<StreamStart>();
        if (Peek() is StreamEnd)
        {
            return new YamlMap([], _places.FirstLine, 1);
        }

        _ = Next<DocumentStart>();
        if (Peek() is Scalar { Value: "" } empty && empty.Tag.IsEmpty && empty.Anchor.IsEmpty)
        {
            return new YamlMap([], _places.FirstLine, 1);
        }

        if (Peek() is not MappingStart)
        {
            throw Refuse(
                Peek(), SkillDiagnosticCodes.FrontmatterNotMap, "The frontmatter is not a map of 'key: value' lines.");
        }

        var map = (YamlMap)ReadNode();
        _ = Next<DocumentEnd>();
        return Peek() is StreamEnd
            ? map
            : throw Refuse(
                Peek(), SkillDiagnosticCodes.YamlInvalid, "A second YAML document begins inside the frontmatter.");
    }

    private YamlNode ReadNode()
    {
        ParsingEvent current = Take();
        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refuse(
                current,
                SkillDiagnosticCodes.YamlAlias,
                "YAML anchors and aliases are not allowed; quote a value that begins with '&' or '*'.");
        }

        if (current is NodeEvent { Tag.IsEmpty: false })
        {
            throw Refuse(
                current,
                SkillDiagnosticCodes.YamlTag,
                "YAML tags are not allowed; quote a value that begins with '!'.");
        }

        return current switch
        {
            Scalar scalar => new YamlText(scalar.Value, _places.Line(scalar.Start), _places.Column(scalar.Start)),
            SequenceStart => Nested(current, ReadList),
            MappingStart => Nested(current, ReadMap),
            _ => throw Refuse(current, SkillDiagnosticCodes.YamlInvalid, "The frontmatter is not YAML."),
        };
    }

    private YamlNode Nested(ParsingEvent start, Func<ParsingEvent, YamlNode> read)
    {
        if (++_depth > SkillManifestLimits.MaxDepth)
        {
            throw Refuse(
                start,
                SkillDiagnosticCodes.YamlTooDeep,
                $"Maps and lists stand inside one another more than {SkillManifestLimits.MaxDepth} deep.");
        }

        YamlNode node = read(start);
        _depth--;
        return node;
    }

    private YamlList ReadList(ParsingEvent start)
    {
        var items = new List<YamlNode>();
        while (Peek() is not SequenceEnd)
        {
            items.Add(ReadNode());
        }

        _ = Take();
        return new YamlList(items, _places.Line(start.Start), _places.Column(start.Start));
    }

    private YamlMap ReadMap(ParsingEvent start)
    {
        var entries = new List<KeyValuePair<YamlText, YamlNode>>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (Peek() is not MappingEnd)
        {
            ParsingEvent at = Peek();
            if (ReadNode() is not YamlText key)
            {
                throw Refuse(
                    at, SkillDiagnosticCodes.KeyNotScalar, "A key is a map or a list; only text can be a key.");
            }

            YamlNode value = ReadNode();
            if (keys.Add(key.Value))
            {
                entries.Add(new(key, value));
            }
            else
            {
                _sink.Breach(
                    SkillDiagnosticCodes.DuplicateKey,
                    key,
                    $"The key {Quoted.Of(key.Value)} stands here again; the first is taken.");
            }
        }

        _ = Take();
        return new YamlMap(entries, _places.Line(start.Start), _places.Column(start.Start));
    }

    private ParsingEvent Peek()
    {
        if (_parser.Current is null && !MoveNext())
        {
            throw new YamlException(_scanner.CurrentPosition, _scanner.CurrentPosition, "The YAML ends too early.");
        }

        return _parser.Current!;
    }

    private ParsingEvent Take()
    {
        ParsingEvent current = Peek();
        MoveNext();
        return current;
    }

    private bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (InvalidOperationException broken)
        {
            // The parser reports some malformed texts by its inner state, without a place.
            throw new YamlException(
                _scanner.CurrentPosition, _scanner.CurrentPosition, "The structure is broken near here.", broken);
        }
    }

    private T Next<T>()
        where T : ParsingEvent
    {
        ParsingEvent current = Take();
        return current as T ?? throw Refuse(current, SkillDiagnosticCodes.YamlInvalid, "The frontmatter is not YAML.");
    }

    private YamlRefusedException Refuse(ParsingEvent at, string code, string message) =>
        new(code, _places.Line(at.Start), _places.Column(at.Start), message);

    /// <summary>Leaves the depth of the tree at once; never leaves this file.</summary>
    private sealed class YamlRefusedException(string code, int line, int column, string message) : Exception(message)
    {
        public string Code { get; } = code;

        public int Line { get; } = line;

        public int Column { get; } = column;
    }
}
