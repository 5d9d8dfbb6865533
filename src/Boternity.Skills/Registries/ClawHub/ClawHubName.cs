using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Registries.ClawHub;

/// <summary>A skill on ClawHub: its name there (slug), and its owner where that is known.</summary>
internal sealed record ClawHubName(string? Owner, string Slug)
{
    private const int MaxLength = 128;

    /// <summary>As references have it.</summary>
    public string FullName => Owner is null ? Slug : $"{Owner}/{Slug}";

    public static bool TryCreate(string? owner, string? slug, [NotNullWhen(true)] out ClawHubName? name)
    {
        owner = owner?.TrimStart('@');
        name = IsName(slug) && (owner is null || IsName(owner))
            ? new ClawHubName(owner?.ToLowerInvariant(), slug!.ToLowerInvariant())
            : null;
        return name is not null;
    }

    /// <summary>The skill that a source names.</summary>
    public static bool TryRead(SkillSource source, [NotNullWhen(true)] out ClawHubName? name)
    {
        string[] parts = source.Repository?.Split('/') ?? ["", source.Path];
        name = null;
        return parts.Length == 2 && TryCreate(parts[0].Length == 0 ? null : parts[0], parts[1], out name);
    }

    public SkillSource At(string registry, string? requested, string? version) => new()
    {
        Registry = registry,
        Repository = Owner is null ? null : FullName,
        Path = Owner is null ? Slug : "",
        RequestedRef = requested,
        Commit = version,
    };

    private static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxLength }
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && text[0] != '.';
}
