namespace Boternity.Skills.Approval;

/// <summary>
/// Assigns the trust tier of a skill that is about to be installed. The default: local directories are verified,
/// everything else is untrusted, unless a rule of <see cref="SkillTrustOptions"/> says otherwise. Safe for
/// concurrent use.
/// </summary>
public interface ISkillTrustPolicy
{
    /// <summary>The tier of a skill.</summary>
    /// <exception cref="SkillTrustException">The skill may not be installed at all: a signer is required and it has
    /// another, or none.</exception>
    SkillTrustDecision Decide(SkillTrustSubject subject);
}
