using System.Text;
using System.Text.Json;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Signing;

/// <summary>A <c>skill.sig</c>: who says what about which content.</summary>
/// <param name="Version">The version of the file; 1.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="KeyId">SHA-256 of the signer's public key.</param>
/// <param name="Name">The name of the skill that was signed.</param>
/// <param name="Content">The digest of the content that was signed, without the <c>skill.sig</c> itself.</param>
/// <param name="Signature">The signature of the statement, 64 bytes (IEEE P1363), in Base64.</param>
internal sealed record SkillSignature(
    int Version, string Algorithm, string KeyId, string Name, string Content, string Signature)
{
    public const int CurrentVersion = 1;
    public const string EcdsaP256 = "ecdsa-p256-sha256";
    private const int MaxBytes = 16 * 1024;

    /// <summary>Reads a <c>skill.sig</c>.</summary>
    /// <exception cref="SkillSignatureException">It cannot be read, or is of another version.</exception>
    public static SkillSignature Read(string skill, ReadOnlyMemory<byte> file)
    {
        if (file.Length > MaxBytes)
        {
            throw Malformed(skill, $"it has {file.Length} bytes, and {MaxBytes} are the limit", null);
        }

        SkillSignature signature;
        try
        {
            signature = JsonSerializer.Deserialize(file.Span, SignatureJsonContext.Default.SkillSignature)
                ?? throw Malformed(skill, "it is null", null);
        }
        catch (JsonException e)
        {
            throw Malformed(skill, "it is not the JSON of a signature", e);
        }

        return signature.Version == CurrentVersion
            ? signature
            : throw Malformed(skill, $"it is of version {signature.Version}, and {CurrentVersion} is known", null);
    }

    /// <summary>The digest of a package's content, its signature left out.</summary>
    public static string DigestOf(SkillPackage package) => SkillDigest.OfContent(package.Files
        .Where(file => file.Path != SkillSigning.FileName)
        .Select(file => new SkillFileDigest
        {
            Path = file.Path,
            IsExecutable = file.IsExecutable,
            Size = file.Content.Length,
            Sha256 = SkillDigest.OfFile(file.Content.Span),
        }));

    /// <summary>What is signed: everything but the signature, as JSON in one form, in UTF-8.</summary>
    public byte[] ToStatement() => Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(this with { Signature = "" }, SignatureJsonContext.Default.SkillSignature));

    private static SkillSignatureException Malformed(string skill, string why, Exception? inner) => new(
        SkillErrorCodes.SignatureMalformed,
        skill,
        $"The {SkillSigning.FileName} of '{skill}' cannot be read: {why}.",
        inner);
}
