using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills;

/// <summary>Source-generated: what is unknown is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SkillGrants))]
internal sealed partial class SkillGrantsJsonContext : JsonSerializerContext;
