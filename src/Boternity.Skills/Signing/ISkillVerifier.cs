namespace Boternity.Skills.Signing;

/// <summary>Checks who signed a skill. Safe for concurrent use.</summary>
public interface ISkillVerifier
{
    /// <summary>
    /// The signer of a package; null when it is not signed, or when the host trusts no keys and so cannot tell.
    /// </summary>
    /// <exception cref="SkillSignatureException">There is a signature and it does not hold; the code says
    /// why.</exception>
    ValueTask<SkillSigner?> FindSignerAsync(SkillPackage package, CancellationToken cancellationToken = default);
}
