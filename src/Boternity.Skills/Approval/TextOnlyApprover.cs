using Boternity.Skills.Grants;

namespace Boternity.Skills.Approval;

/// <summary>The default approver: nobody is there to ask, so the text may be used and nothing is granted.</summary>
internal sealed class TextOnlyApprover : ISkillApprover
{
    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default) =>
        new(SkillApproval.Approve(
            SkillGrants.None, "no approver is registered: the text may be used, no capability is granted"));
}
