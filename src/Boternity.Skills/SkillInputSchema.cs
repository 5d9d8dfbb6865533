using System.Text.Json;

namespace Boternity.Skills;

/// <summary>
/// What a tool skill's input must be: the JSON Schema that <c>metadata.input-schema</c> names, as it was installed.
/// </summary>
public sealed record SkillInputSchema
{
    /// <summary>Gets the path of the schema's file inside the skill.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the schema: an object, or <c>true</c> or <c>false</c>.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>Whether both have the same path, and schemas of equal value.</summary>
    public bool Equals(SkillInputSchema? other) =>
        other is not null
        && string.Equals(Path, other.Path, StringComparison.Ordinal)
        && JsonElement.DeepEquals(Schema, other.Schema);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Path);

    /// <summary>The path, without the schema.</summary>
    public override string ToString() => $"{nameof(SkillInputSchema)} {{ {Path} }}";
}
