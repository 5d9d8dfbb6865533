using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Registries.Web;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CachedDocument))]
internal sealed partial class WebDocumentJson : JsonSerializerContext;
