using Boternity.Skills.Auditing;

namespace Boternity.Skills.Tests.Auditing;

internal sealed class SkillAuditOptionsValidatorTests
{
    [Test]
    public void Defaults_Always_AreValidAndInTheUsersOwnDirectory()
    {
        var options = new SkillAuditOptions();

        Assert.That(FailureOf(options), Is.Null);
        Assert.That(options.DirectoryPath, Does.EndWith(Path.Combine("boternity", "audit")));
        Assert.That(options.MaxFileBytes, Is.EqualTo(16_777_216));
    }

    [Test]
    public void Options_AtTheirLimits_AreValid() => Assert.That(
        FailureOf(new SkillAuditOptions { MaxFileBytes = 1024, Key = new byte[32] }), Is.Null);

    [Test]
    public void Options_OutOfRange_AreAllNamed()
    {
        string? failure = FailureOf(new SkillAuditOptions
        {
            DirectoryPath = "log",
            MaxFileBytes = 1023,
            OnFailure = (SkillAuditFailureMode)7,
            Key = new byte[31],
        });

        Assert.That(failure, Does.Contain("SkillAuditOptions.DirectoryPath must be an absolute path; it is 'log'."));
        Assert.That(failure, Does.Contain("SkillAuditOptions.MaxFileBytes must be at least 1024; it is 1023."));
        Assert.That(failure, Does.Contain("SkillAuditOptions.OnFailure is not a defined value: 7."));
        Assert.That(failure, Does.Contain("SkillAuditOptions.Key must have at least 32 bytes; it has 31."));
    }

    private static string? FailureOf(SkillAuditOptions options) =>
        new SkillAuditOptionsValidator().Validate(null, options).FailureMessage;
}
