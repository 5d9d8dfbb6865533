// begin approver
using Boternity.Skills;
using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Scanning;

// end approver
namespace Boternity.Skills.Tests.Guide;

// begin approver
/// <summary>Refuses what the scanner finds dangerous, and lets one skill read one folder.</summary>
internal sealed class ReportsApprover(string reports) : ISkillApprover
{
    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        if (request.Findings.Any(finding => finding.Severity == SkillFindingSeverity.Danger))
        {
            return new(SkillApproval.Refuse("the scanner found something dangerous"));
        }

        SkillGrants grants = request.Package.Manifest.Name == "js-tour"
            ? new SkillGrants
            {
                Directories =
                [
                    new SkillDirectoryGrant
                    {
                        GuestPath = "/notes", HostPath = reports, Access = SkillFileAccess.Read,
                    },
                ],
            }
            : SkillGrants.None;
        return new(SkillApproval.Approve(grants, "decided by the rules of this host"));
    }
}
// end approver
