using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Trust;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SkillSignature))]
[JsonSerializable(typeof(AuditLine))]
internal sealed partial class TrustJsonContext : JsonSerializerContext;
