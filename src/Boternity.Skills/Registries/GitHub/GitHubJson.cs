using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Registries.GitHub;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GitTreeAnswer))]
[JsonSerializable(typeof(IReadOnlyList<GitRefAnswer?>))]
internal sealed partial class GitHubJson : JsonSerializerContext;
