using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Registries.SkillsSh;

/// <summary>
/// The answer of a search: <c>/api/search</c> has its skills in <c>skills</c>, <c>/api/v1/skills/search</c> in
/// <c>data</c>.
/// </summary>
internal sealed record SkillsShAnswer
{
    public IReadOnlyList<SkillsShEntry?>? Skills { get; init; }

    public IReadOnlyList<SkillsShEntry?>? Data { get; init; }
}

/// <summary>A skill that was found.</summary>
internal sealed record SkillsShEntry
{
    public string? Id { get; init; }

    public string? SkillId { get; init; }

    public string? Slug { get; init; }

    public string? Name { get; init; }

    /// <summary>Gets the repository, <c>owner/repo</c>; for other kinds of source a host.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the kind of the source; null for GitHub, where the answer does not say.</summary>
    public string? SourceType { get; init; }

    public long Installs { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SkillsShAnswer))]
internal sealed partial class SkillsShJson : JsonSerializerContext;
