using System.Text.Json;

namespace Boternity.Skills.Storage;

/// <summary>The content of a grants file: what was granted, and what to.</summary>
internal sealed record StoredGrants
{
    public const int CurrentFormat = 1;

    public required int FormatVersion { get; init; }

    /// <summary>Where the skill came from: the same bytes from elsewhere were not approved.</summary>
    public required SkillSource Source { get; init; }

    public required string ContentDigest { get; init; }

    /// <summary>The grants in their canonical form.</summary>
    public required JsonElement Grants { get; init; }
}
