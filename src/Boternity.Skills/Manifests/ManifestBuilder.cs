using System.Text.Json;

namespace Boternity.Skills.Manifests;

/// <summary>
/// Makes the manifest from the fields of a frontmatter, and reports what the specification says about each.
/// </summary>
internal sealed class ManifestBuilder(DiagnosticSink sink)
{
    private readonly Dictionary<string, JsonElement> _others = new(StringComparer.Ordinal);
    private string? _name;
    private string? _description;
    private string? _license;
    private string? _compatibility;
    private IReadOnlyList<string> _allowedTools = [];
    private YamlMap? _metadata;

    /// <summary>The manifest; null after an error was reported.</summary>
    public SkillManifest? Build(YamlMap fields)
    {
        foreach ((YamlText key, YamlNode value) in fields.Entries)
        {
            ReadField(key, value);
        }

        if (!CheckText(fields))
        {
            return null;
        }

        if (_description is null)
        {
            sink.Error(
                SkillDiagnosticCodes.DescriptionMissing,
                fields.Line,
                fields.Column,
                "There is no description; say what the skill does and when to use it.");
        }

        RequireName(fields);
        if (_name is null || _description is null)
        {
            return null;
        }

        var manifest = new SkillManifest
        {
            Name = _name,
            Description = _description,
            License = _license,
            Compatibility = _compatibility,
            AllowedTools = _allowedTools,
            OtherFields = _others.Count == 0 ? SkillManifest.EmptyFields : _others,
        };
        return _metadata is null ? manifest : new MetadataFields(sink).Apply(manifest, _metadata);
    }

    /// <summary>
    /// Whether no text of the frontmatter has a control character: it would steer the terminal of whoever reads it.
    /// </summary>
    private bool CheckText(YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                return map.Entries.All(entry => CheckText(entry.Key) && CheckText(entry.Value));
            case YamlList list:
                return list.Items.All(CheckText);
            case YamlText text when text.Value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')):
                sink.Error(
                    SkillDiagnosticCodes.ControlCharacter,
                    text.Line,
                    text.Column,
                    $"{Quoted.Of(text.Value)} has a control character; write the text without it.");
                return false;
            default:
                return true;
        }
    }

    private void ReadField(YamlText key, YamlNode value)
    {
        switch (key.Value)
        {
            case "name":
                ReadName(key, value);
                break;
            case "description":
                ReadDescription(key, value);
                break;
            case "license":
                _license = TextOf(key, value);
                break;
            case "compatibility":
                ReadCompatibility(key, value);
                break;
            case "allowed-tools":
                _allowedTools = ToolList.Read(value, sink)
                    ?? Misshapen<IReadOnlyList<string>>(key, value, "a space-separated string") ?? [];
                break;
            case "metadata":
                _metadata = value as YamlMap
                    ?? (value is YamlText { Value: "" } ? null : Misshapen<YamlMap>(key, value, "a map"));
                break;
            default:
                ReadOther(key, value);
                break;
        }
    }

    private void ReadName(YamlText key, YamlNode value)
    {
        string? name = TextOf(key, value);
        if (!string.IsNullOrWhiteSpace(name))
        {
            _name = name;
            SpecificationRules.CheckName(name, value, sink);
        }
    }

    private void RequireName(YamlMap fields)
    {
        if (_name is not null)
        {
            return;
        }

        _name = string.IsNullOrWhiteSpace(sink.Options.FolderName) ? null : sink.Options.FolderName;
        if (_name is null)
        {
            sink.Error(
                SkillDiagnosticCodes.NameMissing,
                fields.Line,
                fields.Column,
                "There is no name, and no folder to take one from.");
        }
        else
        {
            sink.Breach(
                SkillDiagnosticCodes.NameMissing,
                fields,
                $"There is no name; the folder's, {Quoted.Of(_name)}, was taken.");
        }
    }

    private void ReadDescription(YamlText key, YamlNode value)
    {
        string? description = TextOf(key, value)?.Trim();
        if (!string.IsNullOrEmpty(description))
        {
            _description = description;
            SpecificationRules.CheckDescription(description, value, sink);
        }
    }

    private void ReadCompatibility(YamlText key, YamlNode value)
    {
        _compatibility = TextOf(key, value);
        if (_compatibility is not null)
        {
            SpecificationRules.CheckCompatibility(_compatibility, value, sink);
        }
    }

    private void ReadOther(YamlText key, YamlNode value)
    {
        _others[key.Value] = YamlJson.ToJson(value);
        if (sink.Options.IsStrict)
        {
            sink.Error(
                SkillDiagnosticCodes.FieldUnknown,
                key.Line,
                key.Column,
                $"The specification has no field {Quoted.Of(key.Value)}; put it under metadata.");
        }
    }

    private string? TextOf(YamlText key, YamlNode value) =>
        (value as YamlText)?.Value ?? Misshapen<string>(key, value, "text");

    private T? Misshapen<T>(YamlText key, YamlNode value, string wanted)
        where T : class
    {
        _others[key.Value] = YamlJson.ToJson(value);
        sink.Breach(
            SkillDiagnosticCodes.FieldKind,
            value,
            $"{key.Value} is {value.KindName} where {wanted} belongs; it was not used.");
        return null;
    }
}
