using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Scanning;

namespace Boternity.Skills.Tests.Approval;

public sealed class ApprovalWordsTests
{
    private static SkillFinding Finding(int number) => new()
    {
        Rule = "BSK9001",
        Severity = SkillFindingSeverity.Danger,
        File = $"a{number}",
        Message = "hidden",
    };

    [Test]
    public void Describe_OfARequest_SaysWhatAPersonMustKnow()
    {
        SkillManifest manifest = TestSkills.Manifest() with
        {
            Description = "Reads\u001b[2J notes.",
            Capabilities = [SkillCapability.ReadFile],
            Secrets = ["TOKEN"],
        };
        var request = new SkillApprovalRequest
        {
            Package = TestSkills.Package(manifest, "Body."),
            ContentDigest = new string('0', 64),
            Trust = new SkillTrustDecision { Tier = SkillTrustTier.Untrusted, Reason = "no rule" },
            Findings = [.. Enumerable.Range(0, 12).Select(Finding)],
            Difference = new SkillDifference
            {
                FilesChanged = ["a"],
                CapabilitiesAdded = [SkillCapability.ReadFile],
            },
        };

        IReadOnlyList<string> lines = request.Describe();

        Assert.That(lines, Does.Contain("trust: untrusted (no rule)"));
        Assert.That(lines, Does.Contain("asks for read_file, the secret TOKEN"));
        Assert.That(lines, Does.Contain("and 2 more findings"));
        Assert.That(lines, Does.Contain("newly asks for read_file"));
        Assert.That(
            lines, Does.Contain("updates the installed version: 0 files added, 1 file changed, 0 files removed"));
        Assert.That(lines, Has.None.Contains("\u001b"), "A terminal must not obey it.");
    }
}
