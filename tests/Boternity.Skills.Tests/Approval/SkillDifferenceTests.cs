using Boternity.Skills.Approval;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Approval;

internal sealed class SkillDifferenceTests
{
    [Test]
    public void Between_Versions_ListsFilesCapabilitiesAndSecrets()
    {
        SkillManifest old = TestSkills.Manifest() with
        {
            Capabilities = [SkillCapability.ReadFile, SkillCapability.HttpGet],
            Secrets = ["a", "b"],
        };
        SkillManifest now =
            old with { Capabilities = [SkillCapability.HttpPost, SkillCapability.HttpGet], Secrets = ["c", "b"] };
        InstalledSkill installed = Installed(
            TestSkills.Package(old, "body", ("gone", [1]), ("changed", [2]), ("same", [3])));

        var difference = SkillDifference.Between(
            installed, TestSkills.Package(now, "body", ("new", [1]), ("changed", [4]), ("same", [3])));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(difference.FilesAdded, Is.EqualTo(new[] { "new" }));
            Assert.That(difference.FilesRemoved, Is.EqualTo(new[] { "gone" }));
            Assert.That(difference.FilesChanged, Is.EqualTo(new[] { "changed" }));
            Assert.That(difference.CapabilitiesAdded, Is.EqualTo(new[] { SkillCapability.HttpPost }));
            Assert.That(difference.CapabilitiesRemoved, Is.EqualTo(new[] { SkillCapability.ReadFile }));
            Assert.That(difference.SecretsAdded, Is.EqualTo(new[] { "c" }));
            Assert.That(difference.SecretsRemoved, Is.EqualTo(new[] { "a" }));
            Assert.That(difference.IsEmpty, Is.False);
        }
    }

    [Test]
    public void Between_SameContentAndAStub_IsEmpty()
    {
        SkillPackage package = TestSkills.Package(TestSkills.Manifest(), "body", ("a", [1]));
        InstalledSkill installed = Installed(package);
        installed = installed with
        {
            WasmKind = WasmBinaryKind.Stub,
            Files = [.. installed.Files, new InstalledFile { Path = SkillPackage.WasmFileName, Size = 1, Sha256 = "" }],
        };

        Assert.That(SkillDifference.Between(installed, package).IsEmpty, Is.True);
        Assert.That(
            SkillDifference.Between(installed with { WasmKind = WasmBinaryKind.Component }, package).FilesRemoved,
            Is.EqualTo(new[] { SkillPackage.WasmFileName }),
            "a program that came along and is gone is a change");
    }

    private static InstalledSkill Installed(SkillPackage package) => new()
    {
        SkillId = "probe",
        RootPath = Path.GetTempPath(),
        Manifest = package.Manifest,
        Source = package.Source,
        TrustTier = SkillTrustTier.Untrusted,
        InstalledAt = DateTimeOffset.UnixEpoch,
        Files =
        [
            .. package.Files.Select(file => new InstalledFile
            {
                Path = file.Path,
                Size = file.Content.Length,
                Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Content.Span)),
            }),
        ],
    };
}
