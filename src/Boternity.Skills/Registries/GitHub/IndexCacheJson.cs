using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Registries.GitHub;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CachedRef))]
[JsonSerializable(typeof(CachedIndex))]
internal sealed partial class IndexCacheJson : JsonSerializerContext;
