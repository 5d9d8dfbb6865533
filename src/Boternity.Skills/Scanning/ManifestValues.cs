using System.Text.Json;

namespace Boternity.Skills.Scanning;

/// <summary>Every text of a manifest, as it was decoded.</summary>
internal static class ManifestValues
{
    public static IEnumerable<string> Of(SkillManifest manifest)
    {
        string?[] single =
        [
            manifest.Name, manifest.Description, manifest.License, manifest.Compatibility, .. manifest.AllowedTools,
        ];
        return single.OfType<string>()
            .Concat(manifest.Metadata.SelectMany(item => Texts(item.Value).Prepend(item.Key)))
            .Concat(manifest.OtherFields.SelectMany(item => Texts(item.Value).Prepend(item.Key)));
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object =>
            value.EnumerateObject().SelectMany(property => Texts(property.Value).Prepend(property.Name)),
        _ => [],
    };
}
