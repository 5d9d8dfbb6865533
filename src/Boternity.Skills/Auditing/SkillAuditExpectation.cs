using Boternity.Skills.Collections;

namespace Boternity.Skills.Auditing;

/// <summary>What a host knows of an audit log from elsewhere.</summary>
public sealed record SkillAuditExpectation
{
    /// <summary>
    /// Gets the key that the log was written with; null for none. With it, lines missing at the end show without
    /// a head.
    /// </summary>
    public IReadOnlyList<byte>? Key { get; init => field = ValueList.Of(value); }

    /// <summary>Gets the number of the first line. Higher than 1 where the host has removed old files itself.</summary>
    /// <value>1.</value>
    public long FirstSequence { get; init; } = 1;

    /// <summary>
    /// Gets a <see cref="SkillAuditReport.Head"/> of an earlier verification, which must still be in the log; null
    /// for none. Without it, lines missing at the end do not show.
    /// </summary>
    public string? Head { get; init; }
}
