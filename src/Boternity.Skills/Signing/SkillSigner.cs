namespace Boternity.Skills.Signing;

/// <summary>Who signed a skill, by a key that the host trusts.</summary>
/// <param name="Name">The name that the host gave the key.</param>
/// <param name="KeyId">SHA-256 of the public key (SubjectPublicKeyInfo, DER), 64 lower-case hexadecimal digits.</param>
public sealed record SkillSigner(string Name, string KeyId);
