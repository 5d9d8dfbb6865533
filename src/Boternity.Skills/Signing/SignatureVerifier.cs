using Microsoft.Extensions.Options;

namespace Boternity.Skills.Signing;

/// <summary>
/// The default verifier: detached ECDSA signatures on P-256 over the content's digest, in the skill's <c>skill.sig</c>.
/// </summary>
internal sealed class SignatureVerifier(IOptions<SkillSigningOptions> options) : ISkillVerifier
{
    private readonly (string Name, SignatureKey Key)[] _keys =
        [.. options.Value.SignerKeys.Select(pair => (pair.Key, SignatureKey.Read(pair.Value)))];

    public ValueTask<SkillSigner?> FindSignerAsync(SkillPackage package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        cancellationToken.ThrowIfCancellationRequested();
        return new(
            _keys.Length > 0 && package.FindFile(SkillSigning.FileName) is { } file ? Verify(package, file) : null);
    }

    /// <summary>The order matters: nothing that the file says is believed before its signature holds.</summary>
    private SkillSigner Verify(SkillPackage package, SkillPackageFile file)
    {
        string skill = package.Manifest.Name;
        var signature = SkillSignature.Read(skill, file.Content);
        if (signature.Algorithm != SkillSignature.EcdsaP256)
        {
            throw Failure(
                SkillErrorCodes.SignatureAlgorithmUnknown,
                $"uses the algorithm '{Shorten(signature.Algorithm)}', which is not known");
        }

        (string name, SignatureKey? key) = Array.Find(_keys, pair => pair.Key.Id == signature.KeyId);
        if (key is null)
        {
            throw Failure(
                SkillErrorCodes.SignatureKeyUnknown,
                $"was made with the key {Shorten(signature.KeyId)}, which the host does not trust");
        }

        Span<byte> bytes = stackalloc byte[256];
        if (!Convert.TryFromBase64String(signature.Signature, bytes, out int length)
            || !key.Verifies(signature.ToStatement(), bytes[..length].ToArray()))
        {
            throw Failure(SkillErrorCodes.SignatureWrong, $"was not made with the key of '{name}', or was altered");
        }

        if (signature.Name != skill)
        {
            throw Failure(SkillErrorCodes.SignatureReplayed, $"is that of another skill, '{Shorten(signature.Name)}'");
        }

        return signature.Content == SkillSignature.DigestOf(package)
            ? new SkillSigner { Name = name, KeyId = key.Id }
            : throw Failure(
                SkillErrorCodes.SignatureContentAltered,
                $"of '{name}' is for other content: a file was changed, added or removed");

        SkillSignatureException Failure(string code, string what) =>
            new(code, skill, $"The signature of '{skill}' ({package.Source}) {what}.");
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}…";
}
