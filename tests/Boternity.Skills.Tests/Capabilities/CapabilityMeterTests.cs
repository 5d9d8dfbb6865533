using Boternity.Skills.Capabilities;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Capabilities;

internal sealed class CapabilityMeterTests
{
    [Test]
    public void Uses_InAnyOrder_AreSortedByCapabilityThenScope()
    {
        using var log = new TestHost();
        CapabilityMeter meter = Meter(log);
        foreach ((SkillCapability capability, string scope) in new[]
        {
            (SkillCapability.ReadEnv, "b"), (SkillCapability.HttpGet, "b"), (SkillCapability.ReadEnv, "B"),
            (SkillCapability.HttpGet, "a"),
        })
        {
            meter.Admit(capability, scope, null);
        }

        Assert.That(meter.Uses.Select(use => (use.Capability, use.Scope)), Is.EqualTo(new[]
        {
            (SkillCapability.HttpGet, "a"), (SkillCapability.HttpGet, "b"), (SkillCapability.ReadEnv, "B"),
            (SkillCapability.ReadEnv, "b"),
        }));
    }

    [Test]
    public void Admit_Denied_IsLoggedWithItsReasonAndKeepsTheFirst()
    {
        using var log = new TestHost();
        CapabilityMeter meter = Meter(log);

        Assert.That(meter.Admit(SkillCapability.HttpGet, "http://a:80", null), Is.True);
        Assert.That(
            meter.Admit(SkillCapability.HttpGet, "http://a:80", SkillDenialReason.PlainHttpNotGranted), Is.False);
        Assert.That(
            meter.Admit(SkillCapability.HttpGet, "http://a:80", SkillDenialReason.AddressRefused), Is.False);

        Assert.That(meter.Uses.Single(), Is.EqualTo(new SkillCapabilityUse
        {
            Capability = SkillCapability.HttpGet,
            Scope = "http://a:80",
            Allowed = 1,
            Denied = 2,
            DenialReason = SkillDenialReason.PlainHttpNotGranted,
        }));
        Assert.That(log.Log, Is.EqualTo(new[]
        {
            "Warning 4101: Denied HttpGet on 'http://a:80' (PlainHttpNotGranted) to skill 'x' (run-1) ",
            "Warning 4101: Denied HttpGet on 'http://a:80' (AddressRefused) to skill 'x' (run-1) ",
        }));
    }

    [Test]
    public void Violation_OfSeveral_IsTheFirst()
    {
        using var log = new TestHost();
        CapabilityMeter meter = Meter(log, SkillViolationMode.Terminate);

        SkillCapabilityDeniedException? first = Assert.Throws<SkillCapabilityDeniedException>(
            () => meter.Admit(SkillCapability.ReadEnv, "A", SkillDenialReason.NotGranted));
        Assert.That(
            () => meter.Admit(SkillCapability.HttpGet, "B", SkillDenialReason.NotGranted),
            Throws.InstanceOf<SkillCapabilityDeniedException>());

        Assert.That(meter.Violation, Is.SameAs(first));
        Assert.That(first!.Reason, Is.EqualTo(SkillDenialReason.NotGranted));
        Assert.That(
            first.ModelMessage,
            Is.EqualTo("The skill was stopped: it is not allowed to use read_env in this way. "
                + "Only the person who runs this host can allow it."));
    }

    [Test]
    public void Scope_AsLongAsMayBe_IsKeptWhole()
    {
        using var log = new TestHost();
        CapabilityMeter meter = Meter(log);
        string longest = new('a', CapabilityMeter.MaxScopeLength);

        meter.Admit(SkillCapability.ReadEnv, longest, null);
        meter.Admit(SkillCapability.ReadEnv, longest + "b", null);

        Assert.That(meter.Uses.Select(use => use.Scope), Is.EqualTo(new[] { longest, longest + "…" }));
    }

    private static CapabilityMeter Meter(TestHost log, SkillViolationMode mode = SkillViolationMode.Deny) =>
        new(TestHost.Context(), mode, new SecretRedactor(), log);
}
