using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Boternity.Skills.Signing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Signing;

internal sealed class SignatureVerifierTests : IDisposable
{
    private readonly ECDsa _trusted = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Test]
    public async Task FindSigner_SignedByATrustedKey_IsItsName()
    {
        SkillSigner? signer = await VerifyAsync(Signed(Package("pdf")));

        Assert.That(signer, Is.EqualTo(new SkillSigner
        {
            Name = "acme",
            KeyId = Convert.ToHexStringLower(SHA256.HashData(_trusted.ExportSubjectPublicKeyInfo())),
        }));
    }

    [Test]
    public async Task FindSigner_SignedAgain_LeavesTheOldSignatureOut() =>
        Assert.That(await VerifyAsync(Signed(Signed(Package("pdf")))), Is.Not.Null);

    [Test]
    public async Task FindSigner_Unsigned_IsNobody() => Assert.That(await VerifyAsync(Package("pdf")), Is.Null);

    [Test]
    public async Task FindSigner_HostTrustsNoKeys_LooksAtNothing()
    {
        SkillPackage package = With(Package("pdf"), SkillSigning.FileName, "nonsense"u8.ToArray());

        Assert.That(
            await new SignatureVerifier(Options.Create(new SkillSigningOptions())).FindSignerAsync(package), Is.Null);
    }

    [Test]
    public void FindSigner_UnknownAlgorithm_IsThatError() =>
        AssertRefused(Edited(Signed(Package("pdf")), "algorithm", "none"), SkillErrorCodes.SignatureAlgorithmUnknown);

    [Test]
    public void FindSigner_KeyOfAStranger_IsThatError() =>
        AssertRefused(Signed(Package("pdf"), _stranger), SkillErrorCodes.SignatureKeyUnknown);

    [Test]
    public void FindSigner_StrangerWhoNamesATrustedKey_IsThatError()
    {
        string trusted = JsonNode.Parse(SkillSigning.Sign(Package("pdf"), _trusted))!["keyId"]!.GetValue<string>();

        AssertRefused(Edited(Signed(Package("pdf"), _stranger), "keyId", trusted), SkillErrorCodes.SignatureWrong);
    }

    [Test]
    public void FindSigner_SignatureOfAnotherSkill_IsReplayed()
    {
        byte[] other = SkillSigning.Sign(Package("other"), _trusted);

        AssertRefused(With(Package("pdf"), SkillSigning.FileName, other), SkillErrorCodes.SignatureReplayed);
    }

    [Test]
    public void FindSigner_SignatureOfAnotherSkillRenamed_IsWrong()
    {
        SkillPackage replayed = With(
            Package("pdf"), SkillSigning.FileName, SkillSigning.Sign(Package("other"), _trusted));

        AssertRefused(Edited(replayed, "name", "pdf"), SkillErrorCodes.SignatureWrong);
    }

    [Test]
    public void FindSigner_DigestEdited_IsWrong() =>
        AssertRefused(Edited(Signed(Package("pdf")), "content", new string('0', 64)), SkillErrorCodes.SignatureWrong);

    [Test]
    public void FindSigner_FileAddedRemovedOrMadeExecutable_IsAltered()
    {
        SkillPackage signed = Signed(Package("pdf"));

        AssertRefused(With(signed, "extra.sh", "x"u8.ToArray()), SkillErrorCodes.SignatureContentAltered);
        AssertRefused(
            signed with { Files = [.. signed.Files.Where(file => file.Path != "scripts/run.sh")] },
            SkillErrorCodes.SignatureContentAltered);
        AssertRefused(
            signed with
            {
                Files =
                [
                    .. signed.Files.Select(
                        file => file.Path == "scripts/run.sh" ? file with { IsExecutable = true } : file),
                ],
            },
            SkillErrorCodes.SignatureContentAltered);
        AssertRefused(
            signed with
            {
                Files =
                [
                    .. signed.Files.Select(
                        file => file.Path == "scripts/run.sh" ? file with { Path = "scripts/other.sh" } : file),
                ],
            },
            SkillErrorCodes.SignatureContentAltered);
    }

    [Test]
    public void FindSigner_AnyByteOfAnyFileChanged_IsAltered()
    {
        SkillPackage signed = Signed(Package("pdf"));
        string[] paths = [.. signed.Files.Select(file => file.Path).Where(path => path != SkillSigning.FileName)];
        Gen<(string, int, byte)> change = from path in Gen.Elements(paths)
                                          from at in Gen.Choose(0, signed.FindFile(path)!.Content.Length - 1)
                                          from bits in Gen.Choose(1, 255)
                                          select (path, at, (byte)bits);

        Prop.ForAll(change.ToArbitrary(), it =>
            {
                byte[] content = signed.FindFile(it.Item1)!.Content.ToArray();
                content[it.Item2] ^= it.Item3;
                return Code(With(signed, it.Item1, content)) == SkillErrorCodes.SignatureContentAltered;
            })
            .QuickCheckThrowOnFailure();
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("-----BEGIN SIGNATURE-----")]
    [TestCase("""{"version":2,"algorithm":"ecdsa-p256-sha256","keyId":"","name":"pdf","content":"","signature":""}""")]
    [TestCase("""{"version":1,"algorithm":null,"keyId":"","name":"pdf","content":"","signature":""}""")]
    [TestCase("""{"version":1,"algorithm":"x","keyId":"","name":"pdf","content":"","signature":"","extra":1}""")]
    public void FindSigner_WhatIsNoSignature_IsMalformed(string text) =>
        AssertRefused(
            With(Package("pdf"), SkillSigning.FileName, Encoding.UTF8.GetBytes(text)),
            SkillErrorCodes.SignatureMalformed);

    [Test]
    public void FindSigner_HugeFile_IsMalformed() =>
        AssertRefused(
            With(Package("pdf"), SkillSigning.FileName, new byte[1024 * 1024]), SkillErrorCodes.SignatureMalformed);

    [TestCase("")]
    [TestCase("!!!")]
    [TestCase("AAAA")]
    public void FindSigner_SignatureThatIsNone_IsWrong(string signature) =>
        AssertRefused(Edited(Signed(Package("pdf")), "signature", signature), SkillErrorCodes.SignatureWrong);

    [Test]
    public void Sign_KeyOnAnotherCurve_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.That(() => SkillSigning.Sign(Package("pdf"), key), Throws.InstanceOf<ArgumentException>());
    }

    public void Dispose()
    {
        _trusted.Dispose();
        _stranger.Dispose();
    }

    private static SkillPackage Package(string name) =>
        TestSkills.Package(
            TestSkills.Manifest(name),
            "body",
            ("scripts/run.sh", "echo"u8.ToArray()),
            ("reference.md", "text"u8.ToArray()));

    private static SkillPackage With(SkillPackage package, string path, byte[] content) => package with
    {
        Files =
        [
            .. package.Files
                .Where(file => file.Path != path)
                .Append(new SkillPackageFile { Path = path, Content = content })
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ],
    };

    private static SkillPackage Edited(SkillPackage package, string member, string value)
    {
        JsonNode signature = JsonNode.Parse(package.FindFile(SkillSigning.FileName)!.Content.Span)!;
        signature[member] = value;
        return With(package, SkillSigning.FileName, Encoding.UTF8.GetBytes(signature.ToJsonString()));
    }

    private SkillPackage Signed(SkillPackage package, ECDsa? key = null) =>
        With(package, SkillSigning.FileName, SkillSigning.Sign(package, key ?? _trusted));

    private Task<SkillSigner?> VerifyAsync(SkillPackage package)
    {
        var options = new SkillSigningOptions { SignerKeys = { ["acme"] = _trusted.ExportSubjectPublicKeyInfoPem() } };
        return new SignatureVerifier(Options.Create(options)).FindSignerAsync(package).AsTask();
    }

    private string? Code(SkillPackage package)
    {
        try
        {
            VerifyAsync(package).GetAwaiter().GetResult();
            return null;
        }
        catch (SkillSignatureException e)
        {
            return e.Code;
        }
    }

    private void AssertRefused(SkillPackage package, string code) => Assert.That(Code(package), Is.EqualTo(code));
}
