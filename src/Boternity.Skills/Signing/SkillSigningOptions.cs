namespace Boternity.Skills.Signing;

/// <summary>The signers that a host knows.</summary>
public sealed class SkillSigningOptions
{
    /// <summary>
    /// Gets the public keys of signers, by the name that the host gives them: ECDSA on P-256, PEM (<c>BEGIN
    /// PUBLIC KEY</c>).
    /// </summary>
    /// <value>Empty: signatures are not looked at.</value>
    public IDictionary<string, string> SignerKeys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
