using System.Buffers;
using System.Text.Json;

namespace Boternity.Skills.Manifests;

/// <summary>Keeps a YAML value as JSON: every scalar a string, as written.</summary>
internal static class YamlJson
{
    public static JsonElement ToJson(YamlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    // The depth is bounded by SkillManifestLimits.MaxDepth.
    private static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                writer.WriteStartObject();
                foreach ((YamlText key, YamlNode value) in map.Entries)
                {
                    writer.WritePropertyName(key.Value);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (YamlNode item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case YamlText text:
                writer.WriteStringValue(text.Value);
                break;
        }
    }
}
