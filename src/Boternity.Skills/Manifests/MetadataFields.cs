using System.Text.Json;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Manifests;

/// <summary>
/// Reads the keys under <c>metadata</c> that mean something here; every key is kept in
/// <see cref="SkillManifest.Metadata"/>.
/// </summary>
internal sealed class MetadataFields(DiagnosticSink sink)
{
    public SkillManifest Apply(SkillManifest manifest, YamlMap metadata)
    {
        var kept = new Dictionary<string, JsonElement>(metadata.Entries.Count, StringComparer.Ordinal);
        foreach ((YamlText key, YamlNode value) in metadata.Entries)
        {
            kept[key.Value] = YamlJson.ToJson(value);
            if (sink.Options.IsStrict && value is not YamlText)
            {
                sink.Error(
                    SkillDiagnosticCodes.MetadataNotString,
                    value.Line,
                    value.Column,
                    $"metadata.{Shown(key)} is {value.KindName}; metadata maps strings to strings.");
            }

            manifest = ApplyKey(manifest, key, value);
        }

        return manifest with { Metadata = kept };
    }

    private SkillManifest ApplyKey(SkillManifest manifest, YamlText key, YamlNode value) =>
        key.Value switch
        {
            "author" => manifest with { Author = TextOf(key, value) },
            "version" => manifest with { Version = TextOf(key, value) },
            "trust-tier" => manifest with { RequestedTrustTier = TextOf(key, value) },
            "skill-type" => manifest with { Type = TypeOf(key, value) },
            "input-schema" => manifest with { InputSchemaPath = TextOf(key, value) },
            "capabilities" => manifest with { Capabilities = CapabilitiesOf(key, value) },
            "secrets" => manifest with { Secrets = ListOf(key, value) },
            "dependencies" => manifest with { Dependencies = DependenciesOf(key, value) },
            "conflicts-with" => manifest with { ConflictsWith = DependenciesOf(key, value) },
            "parents" => manifest with { Parents = DependenciesOf(key, value) },
            "categories" => manifest with { Categories = ListOf(key, value) },
            _ => manifest,
        };

    private string? TextOf(YamlText key, YamlNode value)
    {
        if (value is YamlText text)
        {
            return text.Value;
        }

        WarnOfKind(key, value, "text");
        return null;
    }

    private SkillType TypeOf(YamlText key, YamlNode value)
    {
        string? type = TextOf(key, value)?.Trim();
        if (string.Equals(type, "tool", StringComparison.OrdinalIgnoreCase))
        {
            return SkillType.Tool;
        }

        if (type is not null && !string.Equals(type, "prompt", StringComparison.OrdinalIgnoreCase))
        {
            sink.Warn(
                SkillDiagnosticCodes.SkillTypeUnknown,
                value.Line,
                value.Column,
                $"skill-type {Quoted.Of(type)} is neither 'prompt' nor 'tool'; 'prompt' was taken.");
        }

        return SkillType.Prompt;
    }

    private List<SkillCapability> CapabilitiesOf(YamlText key, YamlNode value)
    {
        var capabilities = new List<SkillCapability>();
        foreach (string name in ListOf(key, value))
        {
            if (!SkillCapabilityNames.TryParse(name, out SkillCapability capability))
            {
                sink.Warn(
                    SkillDiagnosticCodes.CapabilityUnknown,
                    value.Line,
                    value.Column,
                    $"The capability {Quoted.Of(name)} is not known here.");
            }
            else if (!capabilities.Contains(capability))
            {
                capabilities.Add(capability);
            }
        }

        return capabilities;
    }

    /// <summary>
    /// Skills with ranges of versions: a list of texts, a map from names to ranges, or one text. What cannot be read is
    /// kept, and refused when the skill is installed.
    /// </summary>
    private string[] DependenciesOf(YamlText key, YamlNode value)
    {
        string[] named = value switch
        {
            YamlText text => [.. DependencyText.Split(text.Value)],
            YamlMap map => [.. map.Entries.Select(entry => $"{entry.Key.Value} {TextOf(key, entry.Value)}".Trim())],
            _ => ListOf(key, value),
        };
        foreach (string wrong in named.Where(static one => !SkillDependency.TryParse(one, out _)))
        {
            sink.Warn(
                SkillDiagnosticCodes.DependencyForm,
                value.Line,
                value.Column,
                $"metadata.{Shown(key)} names {Quoted.Of(wrong)}, which is no skill with a range of versions.");
        }

        return named;
    }

    /// <summary>
    /// A YAML list, or one string (the specification has only strings here): separated by commas where it has one, else
    /// by white space.
    /// </summary>
    private string[] ListOf(YamlText key, YamlNode value)
    {
        switch (value)
        {
            case YamlText text:
                char[]? separators = text.Value.Contains(',', StringComparison.Ordinal) ? [','] : null;
                return text.Value.Split(
                    separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            case YamlList list:
                foreach (YamlNode item in list.Items.Where(item => item is not YamlText))
                {
                    WarnOfKind(key, item, "text");
                }

                return [
                    .. list.Items.OfType<YamlText>().Select(item => item.Value.Trim()).Where(item => item.Length > 0),
                ];
            default:
                WarnOfKind(key, value, "a list");
                return [];
        }
    }

    private void WarnOfKind(YamlText key, YamlNode value, string wanted) =>
        sink.Warn(
            SkillDiagnosticCodes.FieldKind,
            value.Line,
            value.Column,
            $"metadata.{Shown(key)} has {value.KindName} where {wanted} belongs; it was not used.");

    private static string Shown(YamlText key) => Quoted.Of(key.Value).Trim('\'');
}
