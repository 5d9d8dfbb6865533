using System.Text.Json;
using System.Text.Json.Serialization;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Storage;

/// <summary>
/// Source-generated. Members that are not known are passed over: a change that matters raises the format's version.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters =
    [
        typeof(Names<SkillTrustTier>),
        typeof(Names<WasmBinaryKind>),
        typeof(Names<SkillType>),
        typeof(Names<SkillCapability>),
        typeof(Names<SkillDiagnosticSeverity>),
    ])]
[JsonSerializable(typeof(StoreMetadata))]
[JsonSerializable(typeof(StoreMetadataHeader))]
[JsonSerializable(typeof(GrantsRecord))]
internal sealed partial class StoreJsonContext : JsonSerializerContext
{
    /// <summary>Enumerations by name, spelled as in a SKILL.md; numbers are refused.</summary>
    internal sealed class Names<T>()
        : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
