using Boternity.Skills.Approval;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Samples.SkillServer;

/// <summary>Decides by the configuration: what it names may be installed, with the grants that it says.</summary>
internal sealed class ConfiguredApprover(ServerOptions options) : ISkillApprover
{
    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        string source = (request.Package.Source with { Commit = null, RequestedRef = null }).ToString();
        return new(options.Allowed.Find(allowed => allowed.Source == source) is { } skill
            ? SkillApproval.Approve(
                skill.Grants.Length == 0 ? SkillGrants.None : SkillGrants.FromJson(skill.Grants),
                "the configuration allows it")
            : SkillApproval.Refuse("the configuration does not name it"));
    }
}
