using System.Text.Json.Serialization;
using Boternity.Skills.Collections;

namespace Boternity.Skills.Auditing;

/// <summary>
/// Something that happened to a skill. It holds digests and counts, never contents or values of secrets.
/// </summary>
public sealed record SkillAuditEvent
{
    /// <summary>Gets when.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets what.</summary>
    public required SkillAuditAction Action { get; init; }

    /// <summary>
    /// Gets how it ended: <c>success</c>, <c>started</c> for what is about to be executed, or the code of the error
    /// (<see cref="SkillErrorCodes"/>).
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>
    /// Gets the skill's directory in the store, or its name where it has none yet; empty for events of the log
    /// itself.
    /// </summary>
    public string Skill { get; init; } = "";

    /// <summary>Gets where it came from, with its revision.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the digest of its whole content.</summary>
    public string? ContentDigest { get; init; }

    /// <summary>Gets the tier that it has.</summary>
    public SkillTrustTier? Tier { get; init; }

    /// <summary>Gets the digest of its grants (<see cref="Grants.SkillGrants.ComputeDigest"/>).</summary>
    public string? GrantsDigest { get; init; }

    /// <summary>Gets who signed it.</summary>
    public string? Signer { get; init; }

    /// <summary>Gets the execution's name.</summary>
    public string? InvocationId { get; init; }

    /// <summary>Gets the capabilities that the execution used, with scopes and counts.</summary>
    public IReadOnlyList<SkillCapabilityUse>? CapabilityUses { get; init => field = ValueList.Of(value); }

    /// <summary>Gets the script that was executed, inside the skill; null where the skill's program was.</summary>
    public string? Script { get; init; }

    /// <summary>Gets the name of the profile of the bot that executed it; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary>Gets the name of the chain that the execution is a step of; null for none.</summary>
    public string? ChainId { get; init; }

    /// <summary>Gets which step of the chain it is, from 1; null for none.</summary>
    public int? ChainStep { get; init; }

    /// <summary>Gets SHA-256 of the input in UTF-8, or of a script's standard input.</summary>
    public string? InputSha256 { get; init; }

    /// <summary>Gets SHA-256 of the output in UTF-8; null where there was none.</summary>
    public string? OutputSha256 { get; init; }

    /// <summary>Gets the fuel that was used.</summary>
    public long? Fuel { get; init; }

    /// <summary>Gets the name of the engine that ran it. Fuel is comparable within an engine only.</summary>
    public string? Engine { get; init; }

    /// <summary>Gets the most bytes that memories and tables had at once.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Gets the wall-clock time, in milliseconds.</summary>
    public double? DurationMilliseconds { get; init; }

    /// <summary>Gets a short note for a person: why something was refused, what was changed.</summary>
    public string? Detail { get; init; }
}

/// <summary>What an audit event is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SkillAuditAction>))]
public enum SkillAuditAction
{
    /// <summary>The host approved a skill.</summary>
    Approved,

    /// <summary>The host, its policy or a check refused a skill.</summary>
    Refused,

    /// <summary>A skill was installed or updated.</summary>
    Installed,

    /// <summary>A skill was removed.</summary>
    Removed,

    /// <summary>The version before the installed one was brought back.</summary>
    RolledBack,

    /// <summary>What an installed skill is granted was changed or revoked.</summary>
    GrantsChanged,

    /// <summary>
    /// A skill is about to be executed. Without an <see cref="Executed"/> after it, the process ended in the middle.
    /// </summary>
    Executing,

    /// <summary>A skill was executed, with whatever outcome.</summary>
    Executed,

    /// <summary>Installed content is not what was approved.</summary>
    IntegrityViolated,

    /// <summary>The log itself: it was opened after an event had been written only in part.</summary>
    LogRecovered,
}
