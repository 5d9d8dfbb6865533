using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Text;

namespace Boternity.Skills.Tool;

/// <summary>
/// Asks the person at the terminal; where there is none, or <c>--yes</c> was said, the policy file decides.
/// </summary>
internal sealed class TerminalApprover(ToolPolicy? policy, SkillGrants? asked, bool asksNobody) : ISkillApprover
{
    public async ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        SkillGrants? allowed = policy?.Find(request.Package.Source);
        if (allowed is not null)
        {
            return SkillApproval.Approve(allowed, "allowed by the policy file");
        }

        if (asksNobody || Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return SkillApproval.Refuse(
                policy is null
                    ? "nobody can be asked here; name a policy file with --policy, or run it in a terminal"
                    : "the policy file does not allow it");
        }

        SkillGrants grants = asked ?? SkillGrants.None;
        foreach (string line in request.Describe())
        {
            await Console.Error.WriteLineAsync($"  {line}");
        }

        foreach (string line in grants.IsEmpty
            ? ["would be granted nothing: it can compute, and nothing else"]
            : grants.Describe())
        {
            await Console.Error.WriteLineAsync($"  {DisplayText.OneLine(line)}");
        }

        await Console.Error.WriteAsync("Install it? [y/N] ");

        // The terminal gives a line or nothing; an interrupt ends the wait for it.
        string? answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim() is "y" or "Y" or "yes"
            ? SkillApproval.Approve(grants, "approved at the terminal")
            : SkillApproval.Refuse("the person at the terminal said no");
    }
}
