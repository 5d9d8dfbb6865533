namespace Boternity.Skills.Approval;

/// <summary>
/// Asks whoever decides whether a skill may be installed, and what it is granted. The default approves and grants
/// nothing: the text of a skill can be used, capabilities cannot. Safe for concurrent use.
/// </summary>
public interface ISkillApprover
{
    /// <summary>The answer. It holds for the content that was shown and for no other.</summary>
    ValueTask<SkillApproval> DecideAsync(SkillApprovalRequest request, CancellationToken cancellationToken = default);
}
