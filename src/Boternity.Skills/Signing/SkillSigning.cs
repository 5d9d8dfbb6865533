using System.Security.Cryptography;
using System.Text.Json;

namespace Boternity.Skills.Signing;

/// <summary>Signs skills, for their authors: the other half of the default <see cref="ISkillVerifier"/>.</summary>
public static class SkillSigning
{
    /// <summary>The name of the file that holds a skill's signature, in the skill's folder.</summary>
    public const string FileName = "skill.sig";

    /// <summary>
    /// Makes the content of a <see cref="FileName"/> for a package. One that the package has already is left out of
    /// the digest.
    /// </summary>
    /// <param name="package">The skill.</param>
    /// <param name="key">A private key on P-256.</param>
    /// <exception cref="ArgumentException">The key is not on P-256.</exception>
    public static byte[] Sign(SkillPackage package, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(key);
        var unsigned = new SkillSignature(
            SkillSignature.CurrentVersion,
            SkillSignature.EcdsaP256,
            SignatureKey.Of(key).Id,
            package.Manifest.Name,
            SkillSignature.DigestOf(package),
            Signature: "");
        byte[] signature = key.SignData(
            unsigned.ToStatement(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return JsonSerializer.SerializeToUtf8Bytes(
            unsigned with { Signature = Convert.ToBase64String(signature) },
            SignatureJsonContext.Default.SkillSignature);
    }
}
