using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Registries.ClawHub;

/// <summary>The answer of <c>GET /api/v1/search</c>, as far as it is used.</summary>
internal sealed record ClawHubSearchAnswer
{
    public IReadOnlyList<ClawHubEntry?> Results { get; init => field = value ?? []; } = [];
}

/// <summary>The answer of <c>GET /api/v1/skills</c>.</summary>
internal sealed record ClawHubListAnswer
{
    public IReadOnlyList<ClawHubEntry?> Items { get; init => field = value ?? []; } = [];

    public string? NextCursor { get; init; }
}

/// <summary>A skill in a list of several.</summary>
internal sealed record ClawHubEntry
{
    public string? Slug { get; init; }

    public string? OwnerHandle { get; init; }

    public string? Summary { get; init; }

    public string? Version { get; init; }

    public ClawHubVersion? LatestVersion { get; init; }
}

/// <summary>The answer of <c>GET /api/v1/skills/{slug}</c>.</summary>
internal sealed record ClawHubSkillAnswer
{
    public ClawHubEntry? Skill { get; init; }

    public ClawHubVersion? LatestVersion { get; init; }

    public ClawHubOwner? Owner { get; init; }

    public ClawHubModeration? Moderation { get; init; }
}

internal sealed record ClawHubOwner
{
    public string? Handle { get; init; }
}

/// <summary>What ClawHub says against a skill; it is there only for a skill that was flagged.</summary>
internal sealed record ClawHubModeration
{
    public bool IsSuspicious { get; init; }

    public bool IsMalwareBlocked { get; init; }

    public string? Verdict { get; init; }

    public IReadOnlyList<string?> ReasonCodes { get; init => field = value ?? []; } = [];

    public string? Summary { get; init; }
}

/// <summary>The answer of <c>GET /api/v1/skills/{slug}/versions</c>.</summary>
internal sealed record ClawHubVersionsAnswer
{
    public IReadOnlyList<ClawHubVersion?> Items { get; init => field = value ?? []; } = [];
}

/// <summary>The answer of <c>GET /api/v1/skills/{slug}/versions/{version}</c>.</summary>
internal sealed record ClawHubVersionAnswer
{
    public ClawHubVersion? Version { get; init; }
}

internal sealed record ClawHubVersion
{
    public string? Version { get; init; }

    public IReadOnlyList<ClawHubFile?>? Files { get; init; }

    public ClawHubSecurity? Security { get; init; }
}

internal sealed record ClawHubFile
{
    public string? Path { get; init; }

    public string? Sha256 { get; init; }
}

/// <summary>What the scans of a version found: clean, suspicious, malicious, pending or error.</summary>
internal sealed record ClawHubSecurity
{
    public string? Status { get; init; }

    public bool HasWarnings { get; init; }
}

/// <summary>The answer of <c>GET /api/v1/download</c> for a skill whose files are on GitHub.</summary>
internal sealed record ClawHubHandoff
{
    public string? Repo { get; init; }

    public string? Commit { get; init; }

    public string? Path { get; init; }
}

/// <summary>The answer where several owners have a skill of one name.</summary>
internal sealed record ClawHubAmbiguity
{
    public IReadOnlyList<ClawHubEntry?> Matches { get; init => field = value ?? []; } = [];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ClawHubSearchAnswer))]
[JsonSerializable(typeof(ClawHubListAnswer))]
[JsonSerializable(typeof(ClawHubSkillAnswer))]
[JsonSerializable(typeof(ClawHubVersionsAnswer))]
[JsonSerializable(typeof(ClawHubVersionAnswer))]
[JsonSerializable(typeof(ClawHubHandoff))]
[JsonSerializable(typeof(ClawHubAmbiguity))]
internal sealed partial class ClawHubJson : JsonSerializerContext;
