using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Signing;
using Boternity.Skills.Tests.Signing;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Approval;

internal sealed class RuleTrustPolicyTests
{
    private static readonly SkillTrustSubject Subject = new()
    {
        Source = new SkillSource
        {
            Registry = "github",
            Repository = "acme/skills",
            Path = "tools/pdf",
            Commit = "abc",
        },
        Manifest = TestSkills.Manifest("pdf") with { RequestedTrustTier = "local" },
    };

    [Test]
    public void Decide_NoRules_TrustsLocalDirectoriesAndNothingElse()
    {
        Assert.That(
            Decide(Subject).Tier,
            Is.EqualTo(SkillTrustTier.Untrusted),
            "what the manifest asks for counts for nothing");
        Assert.That(Decide(Subject with { IsLocalDirectory = true }).Tier, Is.EqualTo(SkillTrustTier.Verified));
    }

    [TestCase("GitHub", null, null, null, null, true)]
    [TestCase("gitlab", null, null, null, null, false)]
    [TestCase(null, "ACME", null, null, null, true)]
    [TestCase(null, "acm", null, null, null, false)]
    [TestCase(null, "acme/skills", null, null, null, false)]
    [TestCase(null, null, "Acme/Skills", null, null, true)]
    [TestCase(null, null, "acme/other", null, null, false)]
    [TestCase(null, null, null, "tools", null, true)]
    [TestCase(null, null, null, "tools/pdf", null, true)]
    [TestCase(null, null, null, "tools/p", null, false)]
    [TestCase(null, null, null, "Tools", null, false)]
    [TestCase(null, null, null, "tools/pdf/x", null, false)]
    [TestCase(null, null, null, null, "acme-key", true)]
    [TestCase(null, null, null, null, "other", false)]
    [TestCase("github", "acme", "acme/skills", "tools", "acme-key", true)]
    [TestCase("github", "acme", "acme/skills", "docs", "acme-key", false)]
    public void Decide_Rule_MatchesByEveryPartThatItNames(
        string? registry, string? owner, string? repository, string? path, string? signer, bool matches)
    {
        var rule = new SkillTrustRule
        {
            Registry = registry,
            Owner = owner,
            Repository = repository,
            Path = path,
            Signer = signer,
            Tier = SkillTrustTier.Verified,
        };

        SkillTrustDecision decision = Decide(Subject with { Signer = SignerOf("acme-key") }, rule);

        Assert.That(decision.Tier, Is.EqualTo(matches ? SkillTrustTier.Verified : SkillTrustTier.Untrusted));
    }

    [Test]
    public void Decide_SeveralRules_TheFirstThatMatchesDecides()
    {
        SkillTrustRule[] rules =
        [
            new() { Owner = "somebody", Tier = SkillTrustTier.Local },
            new() { Path = "tools", Tier = SkillTrustTier.Untrusted },
            new() { Owner = "acme", Tier = SkillTrustTier.Verified },
        ];

        Assert.That(Decide(Subject with { IsLocalDirectory = true }, rules), Is.EqualTo(new SkillTrustDecision
        {
            Tier = SkillTrustTier.Untrusted,
            Reason = "rule 2 of the host names it",
        }));
    }

    [TestCase(null)]
    [TestCase("other-key")]
    public void Decide_SignerRequiredAndMissing_Refuses(string? signer)
    {
        var rule = new SkillTrustRule { Owner = "acme", Tier = SkillTrustTier.Verified, RequiredSigner = "acme-key" };
        SkillTrustSubject subject = Subject with { Signer = signer is null ? null : SignerOf(signer) };

        Assert.That(
            () => Decide(subject, rule),
            Throws.InstanceOf<SkillTrustException>().With.Property("Code").EqualTo(SkillErrorCodes.TrustSignerRequired)
                .And.Message.Contains("must be signed by 'acme-key' (rule 1)"));
        Assert.That(
            Decide(Subject with { Signer = SignerOf("acme-key") }, rule).Tier, Is.EqualTo(SkillTrustTier.Verified));
    }

    [Test]
    public async Task DefaultApprover_Any_ApprovesTheTextAndGrantsNothing()
    {
        SkillApproval approval = await new TextOnlyApprover().DecideAsync(new SkillApprovalRequest
        {
            Package = TestSkills.Package(
                TestSkills.Manifest() with { Capabilities = [SkillCapability.HttpGet], Secrets = ["key"] }, "body"),
            ContentDigest = "",
            Trust = new SkillTrustDecision { Tier = SkillTrustTier.Verified, Reason = "" },
        });

        Assert.That((approval.IsApproved, approval.Grants), Is.EqualTo((true, SkillGrants.None)));
    }

    [Test]
    public void Validator_UnusableKeysAndRules_AreNamed()
    {
        var signing = new SkillSigningOptions();
        var options = new SkillTrustOptions();
        signing.SignerKeys["broken"] = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----";
        signing.SignerKeys["other-curve"] = TestKeys.Pem(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        signing.SignerKeys["text"] = "no PEM";
        signing.SignerKeys["good"] = TestKeys.Pem(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        options.Rules.Add(new SkillTrustRule { Tier = SkillTrustTier.Verified, RequiredSigner = "nobody" });
        options.Rules.Add(new SkillTrustRule { Tier = (SkillTrustTier)9, Signer = "good" });

        string[] failures =
        [
            .. new SkillSigningOptionsValidator().Validate(null, signing).Failures!,
            .. new SkillTrustOptionsValidator(Options.Create(signing)).Validate(null, options).Failures!,
        ];

        Assert.That(failures, Has.Length.EqualTo(5));
        Assert.That(
            string.Join('\n', failures),
            Does.Contain("['broken']")
                .And.Contain("['other-curve']")
                .And.Contain("['text']")
                .And.Contain("'nobody'")
                .And.Contain("[1] has no defined tier"));
    }

    private static SkillSigner SignerOf(string name) => new() { Name = name, KeyId = "id" };

    private static SkillTrustDecision Decide(SkillTrustSubject subject, params SkillTrustRule[] rules)
    {
        var options = new SkillTrustOptions();
        foreach (SkillTrustRule rule in rules)
        {
            options.Rules.Add(rule);
        }

        return new RuleTrustPolicy(Options.Create(options)).Decide(subject);
    }
}
