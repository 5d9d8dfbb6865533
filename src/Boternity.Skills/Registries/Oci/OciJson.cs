using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Registries.Oci;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OciDocument))]
[JsonSerializable(typeof(OciTags))]
internal sealed partial class OciJson : JsonSerializerContext;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OciTokenAnswer))]
internal sealed partial class OciTokenJson : JsonSerializerContext;
