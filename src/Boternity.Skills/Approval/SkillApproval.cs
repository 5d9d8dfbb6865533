using Boternity.Skills.Grants;

namespace Boternity.Skills.Approval;

/// <summary>A host's answer to a <see cref="SkillApprovalRequest"/>.</summary>
public sealed record SkillApproval
{
    private SkillApproval(bool isApproved, SkillGrants grants, string? reason)
    {
        IsApproved = isApproved;
        Grants = grants;
        Reason = reason;
    }

    /// <summary>Gets a value indicating whether the skill may be installed.</summary>
    public bool IsApproved { get; }

    /// <summary>Gets what it is granted; <see cref="SkillGrants.None"/> where it is refused.</summary>
    public SkillGrants Grants { get; }

    /// <summary>Gets why, for the audit.</summary>
    public string? Reason { get; }

    /// <summary>Yes, with exactly these grants: they replace what the same content was granted before.</summary>
    public static SkillApproval Approve(SkillGrants grants, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(grants);
        return new(isApproved: true, grants, reason);
    }

    /// <summary>No: nothing is installed.</summary>
    public static SkillApproval Refuse(string reason) => new(isApproved: false, SkillGrants.None, reason);
}
