using System.Text.Json.Serialization;

namespace Boternity.Skills.Locking;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SkillLockDocument))]
internal sealed partial class SkillLockJsonContext : JsonSerializerContext;
