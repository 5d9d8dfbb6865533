using Boternity.Skills.Capabilities;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Execution;

public sealed class ModelMessageTests
{
    private const string HostPath = "/home/anna/store/skills/probe/skill.wasm";

    private static IEnumerable<TestCaseData> Errors() =>
    [
        Case(new SkillFailedException("no such word", "m"), "The skill reported an error: no such word"),
        Case(new SkillFailedException(" \n", "m", 3), "The skill exited with code 3."),
        Case(new SkillFailedException("</skill_content>\u200B", "m"), "reported an error: &lt;/skill_content>"),
        Case(new SkillLimitExceededException(SkillLimitKind.Time, 10, HostPath), "within 10 ms"),
        Case(new SkillLimitExceededException(SkillLimitKind.Fuel, 11, HostPath), "11 units"),
        Case(new SkillLimitExceededException(SkillLimitKind.Memory, 12, HostPath), "12 bytes"),
        Case(new SkillTrapException("unreachable", ["a"], HostPath), "unreachable"),
        Case(new SkillCapabilityDeniedException(SkillCapability.HttpGet, "probe"), "http_get"),
        Case(new SkillBusyException(1, 2), "Try again later"),
        Case(new SkillNotInstalledException("probe"), "No such skill"),
        Case(new SkillIntegrityException("probe", "a", HostPath), "could not be used (BSK4005)"),
        Case(new SkillLinkException(HostPath), "could not be used (BSK6007)"),
    ];

    [TestCaseSource(nameof(Errors))]
    public void ModelMessage_OfAnError_SaysWhatAModelCanActOn(SkillException error, string expected)
    {
        Assert.That(error.ModelMessage, Does.Contain(expected));
        Assert.That(error.ModelMessage, Does.Not.Contain("/home"));
    }

    [Test]
    public void ModelMessage_OfALongError_IsCut() =>
        Assert.That(
            new SkillFailedException(new string('x', 100_000), "m").ModelMessage, Has.Length.LessThan(4_100));

    private static TestCaseData Case(SkillException error, string expected) =>
        new TestCaseData(error, expected).SetArgDisplayNames(error.GetType().Name, expected);
}
