using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Boternity.Skills.Compilation;

/// <summary>Writes the stub marker. Nothing else does, so a registry cannot smuggle one in.</summary>
internal static class StubMarkerWriter
{
    // The marker is read by JSON parsers only, never put into HTML, so text stays readable.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(string body)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + 128);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteBoolean(StubMarkerFormat.MarkerField, true);
            writer.WriteNumber(StubMarkerFormat.VersionField, StubMarkerFormat.Version);
            writer.WriteString(StubMarkerFormat.BodyField, body);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
