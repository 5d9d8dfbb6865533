namespace Boternity.Skills;

/// <summary>Whom the host trusts.</summary>
public sealed class SkillTrustOptions
{
    /// <summary>Rules, in order; the first that matches decides. Where none does, local directories are verified and everything else is untrusted.</summary>
    /// <value>Empty.</value>
    public IList<SkillTrustRule> Rules { get; } = [];

    /// <summary>Public keys of signers, by the name that the host gives them: ECDSA on P-256, PEM (<c>BEGIN PUBLIC KEY</c>).</summary>
    /// <value>Empty: signatures are not looked at.</value>
    public IDictionary<string, string> SignerKeys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
