using System.Text.Json;
using Boternity.Skills.Compilation;

namespace Boternity.Skills.Execution;

/// <summary>Reads the stub marker, strictly: what this version did not write is an error.</summary>
internal static class StubMarkerReader
{
    public static string ReadBody(string skill, ReadOnlyMemory<byte> marker)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(marker);
            return ReadBody(skill, document.RootElement);
        }
        catch (JsonException exception)
        {
            throw Invalid(skill, $"it is not JSON ({exception.Message})", exception);
        }
        catch (InvalidOperationException exception)
        {
            // The parser leaves it to whoever reads a string, or compares a name, to find half of a surrogate pair or
            // what is not UTF-8.
            throw Invalid(skill, $"it is not Unicode text ({exception.Message})", exception);
        }
    }

    private static string ReadBody(string skill, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty(StubMarkerFormat.MarkerField, out JsonElement mark)
            || mark.ValueKind != JsonValueKind.True)
        {
            throw Invalid(skill, $"'{StubMarkerFormat.MarkerField}' is not true");
        }

        if (!root.TryGetProperty(StubMarkerFormat.VersionField, out JsonElement version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number)
            || number != StubMarkerFormat.Version)
        {
            string found = version.ValueKind == JsonValueKind.Undefined ? "absent" : version.GetRawText();
            throw Invalid(skill, $"its version is {found}; this executor knows version {StubMarkerFormat.Version}");
        }

        return root.TryGetProperty(StubMarkerFormat.BodyField, out JsonElement body)
            && body.ValueKind == JsonValueKind.String
            ? body.GetString()!
            : throw Invalid(skill, $"'{StubMarkerFormat.BodyField}' is not a string");
    }

    private static SkillExecutionException Invalid(string skill, string reason, Exception? inner = null) =>
        new(SkillErrorCodes.ExecutionStubInvalid, $"The stub marker of '{skill}' cannot be used: {reason}.", inner);
}
