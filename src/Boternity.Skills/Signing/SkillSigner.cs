namespace Boternity.Skills.Signing;

/// <summary>Who signed a skill, by a key that the host trusts.</summary>
public sealed record SkillSigner
{
    /// <summary>Gets the name that the host gave the key.</summary>
    public required string Name { get; init; }

    /// <summary>Gets SHA-256 of the public key (SubjectPublicKeyInfo, DER), 64 lower-case hexadecimal digits.</summary>
    public required string KeyId { get; init; }
}
