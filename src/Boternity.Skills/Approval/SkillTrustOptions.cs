namespace Boternity.Skills.Approval;

/// <summary>Whom the host trusts.</summary>
public sealed class SkillTrustOptions
{
    /// <summary>
    /// Gets rules, in order; the first that matches decides. Where none does, local directories are verified and
    /// everything else is untrusted.
    /// </summary>
    /// <value>Empty.</value>
    public IList<SkillTrustRule> Rules { get; } = [];
}
