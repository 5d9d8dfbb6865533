using Microsoft.Extensions.Options;

namespace Boternity.Skills.Approval;

/// <summary>The default trust policy: the host's rules, in order, and the two defaults below them.</summary>
internal sealed class RuleTrustPolicy(IOptions<SkillTrustOptions> options) : ISkillTrustPolicy
{
    private readonly SkillTrustRule[] _rules = [.. options.Value.Rules];

    public SkillTrustDecision Decide(SkillTrustSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        int index = Array.FindIndex(_rules, rule => Matches(rule, subject));
        if (index < 0)
        {
            return subject.IsLocalDirectory
                ? new SkillTrustDecision { Tier = SkillTrustTier.Verified, Reason = "it comes from a local directory" }
                : new SkillTrustDecision { Tier = SkillTrustTier.Untrusted, Reason = "no rule names it" };
        }

        SkillTrustRule rule = _rules[index];
        if (rule.RequiredSigner is { } required && subject.Signer?.Name != required)
        {
            string signed = subject.Signer is { } signer
                ? $"it is signed by '{signer.Name}'"
                : "it is not signed by a key that the host trusts";
            throw new SkillTrustException(
                SkillErrorCodes.TrustSignerRequired,
                subject.Manifest.Name,
                $"'{subject.Manifest.Name}' ({subject.Source}) must be signed by '{required}' (rule {index + 1}); "
                    + $"{signed}.");
        }

        return new SkillTrustDecision { Tier = rule.Tier, Reason = $"rule {index + 1} of the host names it" };
    }

    private static bool Matches(SkillTrustRule rule, SkillTrustSubject subject)
    {
        SkillSource source = subject.Source;
        string? owner = source.Repository?.Split('/')[0];
        return (rule.Registry is null || IsSame(rule.Registry, source.Registry))
            && (rule.Owner is null || IsSame(rule.Owner, owner))
            && (rule.Repository is null || IsSame(rule.Repository, source.Repository))
            && (rule.Path is null
                || source.Path == rule.Path
                || (source.Path.Length > rule.Path.Length
                    && source.Path[rule.Path.Length] == '/'
                    && source.Path.StartsWith(rule.Path, StringComparison.Ordinal)))
            && (rule.Signer is null || subject.Signer?.Name == rule.Signer);
    }

    private static bool IsSame(string wanted, string? actual) =>
        string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);
}
