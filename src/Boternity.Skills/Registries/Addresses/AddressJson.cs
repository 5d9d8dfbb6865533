using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Registries.Addresses;

[JsonSerializable(typeof(JsonDocument))]
internal sealed partial class AddressJson : JsonSerializerContext;
