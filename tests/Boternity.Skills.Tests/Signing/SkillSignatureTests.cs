using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Signing;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Signing;

/// <summary>The form of a <c>skill.sig</c>, and what a host is told of one that does not hold.</summary>
internal sealed class SkillSignatureTests : IDisposable
{
    private const int MaxBytes = 16 * 1024;

    private static readonly SkillSignature Example = new(1, "ecdsa-p256-sha256", "key", "pdf", "digest", "signature");

    private readonly ECDsa _trusted = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _trusted.Dispose();

    // Other versions of this library, and others' programs, sign and verify these very bytes.
    [Test]
    public void ToStatement_OfASignature_IsTheDocumentedText() =>
        Assert.That(
            Encoding.UTF8.GetString(Example.ToStatement()),
            Is.EqualTo(
                "{\"version\":1,\"algorithm\":\"ecdsa-p256-sha256\",\"keyId\":\"key\",\"name\":\"pdf\","
                    + "\"content\":\"digest\",\"signature\":\"\"}"));

    [Test]
    public void Sign_OfAPackage_SignsTheStatement()
    {
        var signature = SkillSignature.Read("pdf", SkillSigning.Sign(Package(), _trusted));

        Assert.That(
            _trusted.VerifyData(
                signature.ToStatement(),
                Convert.FromBase64String(signature.Signature),
                HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            Is.True);
    }

    [Test]
    public void Read_FileOfAsManyBytesAsMayBe_IsRead() =>
        Assert.That(SkillSignature.Read("pdf", Padded(MaxBytes)), Is.EqualTo(Example));

    [Test]
    public void Read_FileOfAByteMore_SaysTheLimit() =>
        Assert.That(
            () => SkillSignature.Read("pdf", Padded(MaxBytes + 1)),
            Throws.InstanceOf<SkillSignatureException>()
                .With.Message.EqualTo(
                    "The skill.sig of 'pdf' cannot be read: it has 16385 bytes, and 16384 are the limit.")
                .And.Property("Code").EqualTo(SkillErrorCodes.SignatureMalformed));

    [TestCase("null", "it is null")]
    [TestCase("{", "it is not the JSON of a signature")]
    [TestCase(
        """{"version":2,"algorithm":"a","keyId":"","name":"pdf","content":"","signature":""}""",
        "it is of version 2, and 1 is known")]
    public void Read_WhatIsNoSignature_SaysWhy(string text, string why) =>
        Assert.That(
            () => SkillSignature.Read("pdf", Encoding.UTF8.GetBytes(text)),
            Throws.InstanceOf<SkillSignatureException>()
                .With.Message.EqualTo($"The skill.sig of 'pdf' cannot be read: {why}."));

    [Test]
    public void FindSigner_ThatDoesNotHold_SaysWhatOfWhich()
    {
        SkillSignature signed = SkillSignature.Read("pdf", SkillSigning.Sign(Package(), _trusted));
        using (Assert.EnterMultipleScope())
        {
            AssertSays(signed with { Algorithm = "none" }, "uses the algorithm 'none', which is not known");
            AssertSays(
                signed with { Algorithm = new string('a', 80) },
                $"uses the algorithm '{new string('a', 80)}', which is not known");
            AssertSays(
                signed with { Algorithm = new string('a', 81) },
                $"uses the algorithm '{new string('a', 80)}…', which is not known");
            AssertSays(
                signed with { KeyId = "other" }, "was made with the key other, which the host does not trust");
            AssertSays(
                signed with { Signature = "AAAA" }, "was not made with the key of 'acme', or was altered");
            AssertSays(
                SkillSignature.Read("pdf", SkillSigning.Sign(Package("other"), _trusted)),
                "is that of another skill, 'other'");
            AssertSays(
                SkillSignature.Read("pdf", SkillSigning.Sign(Package(body: "changed"), _trusted)),
                "of 'acme' is for other content: a file was changed, added or removed");
        }
    }

    [Test]
    public void FindSigner_Cancelled_Ends() =>
        Assert.That(
            async () => await Verifier().FindSignerAsync(Package(), new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

    [Test]
    public void Methods_WithoutWhatTheyNeed_AreArgumentErrors()
    {
        Assert.That(() => SkillSigning.Sign(null!, _trusted), Throws.ArgumentNullException);
        Assert.That(
            () => SkillSigning.Sign(Package(), null!),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("key"));
        Assert.That(async () => await Verifier().FindSignerAsync(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Validate_KeysThatAreOnP256_Succeeds() =>
        Assert.That(Validate(_trusted.ExportSubjectPublicKeyInfoPem()).Succeeded, Is.True);

    [Test]
    public void Validate_KeyOnAnotherCurveOrNoKey_NamesTheSigner()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Validate(other.ExportSubjectPublicKeyInfoPem()).FailureMessage,
                Does.StartWith("SkillSigningOptions.SignerKeys['acme'] is not a public ECDSA key on P-256 in PEM:")
                    .And.Contains("The key is not on the curve P-256."));
            Assert.That(Validate("nonsense").FailureMessage, Does.Contain("SignerKeys['acme']"));
        }
    }

    private static ValidateOptionsResult Validate(string pem) =>
        new SkillSigningOptionsValidator().Validate(null, new SkillSigningOptions { SignerKeys = { ["acme"] = pem } });

    private static byte[] Padded(int length)
    {
        byte[] file = Encoding.UTF8.GetBytes(Json(Example));
        return [.. file, .. Enumerable.Repeat((byte)' ', length - file.Length)];
    }

    private static string Json(SkillSignature signature) =>
        System.Text.Json.JsonSerializer.Serialize(signature, SignatureJsonContext.Default.SkillSignature);

    private static SkillPackage Package(string name = "pdf", string body = "body") =>
        TestSkills.Package(TestSkills.Manifest(name), body);

    private SignatureVerifier Verifier() => new(
        Options.Create(
            new SkillSigningOptions { SignerKeys = { ["acme"] = _trusted.ExportSubjectPublicKeyInfoPem() } }));

    private void AssertSays(SkillSignature signature, string what)
    {
        SkillPackage package = Package();
        var file = new SkillPackageFile
        {
            Path = SkillSigning.FileName,
            Content = Encoding.UTF8.GetBytes(Json(signature)),
        };
        Assert.That(
            async () => await Verifier().FindSignerAsync(package with { Files = [.. package.Files, file] }),
            Throws.InstanceOf<SkillSignatureException>()
                .With.Message.EqualTo($"The signature of 'pdf' ({package.Source}) {what}."));
    }
}
