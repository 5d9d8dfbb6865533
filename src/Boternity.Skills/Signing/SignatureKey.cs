using System.Security.Cryptography;

namespace Boternity.Skills.Signing;

/// <summary>A public key on P-256 and what it is called by.</summary>
internal sealed class SignatureKey
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly byte[] _publicKey;

    private SignatureKey(byte[] publicKey)
    {
        _publicKey = publicKey;
        Id = Convert.ToHexStringLower(SHA256.HashData(publicKey));
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo in DER, lower-case hexadecimal.</summary>
    public string Id { get; }

    /// <summary>Reads a key from PEM. Where it is a private key, its public half is taken.</summary>
    /// <exception cref="ArgumentException">It is not PEM of such a key, or not on P-256.</exception>
    /// <exception cref="CryptographicException">It is damaged.</exception>
    public static SignatureKey Read(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return Of(key);
    }

    public static SignatureKey Of(ECDsa key) =>
        key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256
            ? new SignatureKey(key.ExportSubjectPublicKeyInfo())
            : throw new ArgumentException("The key is not on the curve P-256.", nameof(key));

    public bool Verifies(byte[] statement, byte[] signature)
    {
        // A key object is not safe for concurrent use; importing one costs little beside verifying.
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_publicKey, out _);
        return key.VerifyData(
            statement, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
