using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Grants;

/// <summary>
/// The canonical form of grants. Defaults are left out, so that a member that a later version adds does not change the
/// digest of grants that do not use it.
/// </summary>
internal static class SkillGrantsJson
{
    private const string Nothing = "{}";

    public static byte[] Write(SkillGrants grants)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteSorted(json, "directories", grants.Directories, WriteDirectory);
            WriteNames(json, "environmentVariables", grants.EnvironmentVariables);
            WriteSorted(json, "http", grants.Http, WriteHttp);
            WriteTrue(json, "preciseClock", grants.PreciseClock);
            WriteTrue(json, "recallMemory", grants.RecallMemory);
            WriteNames(json, "secrets", grants.Secrets);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static SkillGrants Read(string json)
    {
        // Most skills are granted nothing, and to prepare for the rest takes long in a process just started.
        if (json == Nothing)
        {
            return SkillGrants.None;
        }

        try
        {
            return JsonSerializer.Deserialize(json, SkillGrantsJsonContext.Default.SkillGrants)
                ?? throw new JsonException("Grants are an object, not null.");
        }
        catch (ArgumentException e)
        {
            throw new JsonException($"The grants have a value that is not allowed: {e.Message}", e);
        }
    }

    private static void WriteDirectory(Utf8JsonWriter json, SkillDirectoryGrant grant)
    {
        json.WriteStartObject();
        if (grant.Access != SkillFileAccess.None)
        {
            json.WriteString("access", grant.Access.ToString());
        }

        json.WriteString("guestPath", grant.GuestPath);
        json.WriteString("hostPath", grant.HostPath);
        if (grant.MaxBytesWritten is { } bytes)
        {
            json.WriteNumber("maxBytesWritten", bytes);
        }

        json.WriteEndObject();
    }

    private static void WriteHttp(Utf8JsonWriter json, SkillHttpGrant grant)
    {
        json.WriteStartObject();
        WriteTrue(json, "allowHttp", grant.AllowHttp);
        WriteTrue(json, "allowLoopback", grant.AllowLoopback);
        WriteTrue(json, "allowPrivateNetwork", grant.AllowPrivateNetwork);
        json.WriteString("host", grant.Host);
        WriteNames(json, "methods", grant.Methods);
        if (grant.Port is { } port)
        {
            json.WriteNumber("port", port);
        }

        json.WriteEndObject();
    }

    private static void WriteTrue(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteSorted<T>(
        Utf8JsonWriter json, string name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string value in values.Select(value => ToText(value, write)).Distinct().Order(StringComparer.Ordinal))
        {
            json.WriteRawValue(value);
        }

        json.WriteEndArray();
    }

    private static string ToText<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>Source-generated: what is unknown is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SkillGrants))]
internal sealed partial class SkillGrantsJsonContext : JsonSerializerContext;
