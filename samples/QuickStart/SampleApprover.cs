using Boternity.Skills.Approval;
using Boternity.Skills.Grants;

namespace Boternity.Skills.QuickStart;

/// <summary>
/// Answers for the person at the console: shows what is asked, and grants each skill what this sample has for it.
/// </summary>
internal sealed class SampleApprover(IReadOnlyDictionary<string, SkillGrants> grants) : ISkillApprover
{
    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        SkillGrants granted = grants.GetValueOrDefault(request.Package.Manifest.Name, SkillGrants.None);
        Output.Approval(request, granted);
        return new(SkillApproval.Approve(granted, "the sample says yes"));
    }
}
