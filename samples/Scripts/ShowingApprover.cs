using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Text;

namespace Boternity.Skills.Samples.Scripts;

/// <summary>Shows what a person would decide on, and answers yes: nothing has to be granted.</summary>
internal sealed class ShowingApprover : ISkillApprover
{
    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        foreach (SkillScript script in request.Scripts)
        {
            Console.WriteLine($"   {script.Path,-22} {(script.CanRun ? "can run" : "cannot run")}");
            foreach (SkillScriptFinding finding in script.Findings)
            {
                Console.WriteLine($"      line {finding.Line}: {DisplayText.OneLine(finding.Message)}");
            }
        }

        return new(SkillApproval.Approve(SkillGrants.None, "the sample says yes"));
    }
}
