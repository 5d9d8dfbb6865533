using Boternity.Skills.Registries;
using Boternity.Skills.Registries.Web;
using Boternity.Skills.Tests.Registries.Web;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries.ClawHub;

/// <summary>What can go wrong at each request: for the skill, its version, its files.</summary>
public sealed class ClawHubFaultTests
{
    private const string Skill = "/skills/gifgrep";
    private const string Version = "/versions/1.0.0";
    private const string Download = "/download";

    private ClawHubBench _bench = null!;
    private RegistryFaults<SkillServerRequest> _faults = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = await ClawHubBench.StartAsync();
        _bench.Server.Put("anna", "gifgrep", "1.0.0");
        _faults = new RegistryFaults<SkillServerRequest>(_bench.Server, _bench.Host, Configure, "clawhub:gifgrep");
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public Task InstallAsync_FaultsThatPass_AreRiddenOut([Values(Skill, Version, Download)] string match) =>
        _faults.RidesOutAsync(match);

    [Test]
    public Task InstallAsync_RateLimitThatEndsSoon_IsWaitedFor([Values(Skill, Version, Download)] string match) =>
        _faults.WaitsForANearResetAsync(match);

    [Test]
    public Task InstallAsync_RateLimitFarAway_TellsWhenItEnds([Values(Skill, Version, Download)] string match) =>
        _faults.TellsAFarResetAsync(match);

    [Test]
    public async Task InstallAsync_RateLimitAsClawHubTellsIt_IsUnderstood()
    {
        _bench.Server.Fail(Skill, 429, headers: [("RateLimit-Remaining", "0"), ("RateLimit-Reset", "3600")]);

        SkillRateLimitException error = (await Assert.ThrowsAsync<SkillRateLimitException>(_faults.InstallAsync))!;

        Assert.That(error.ResetAt, Is.EqualTo(_bench.Host.Time.GetUtcNow().AddHours(1)));
    }

    [Test]
    public Task InstallAsync_FaultWithoutEnd_IsATypedError(
        [Values(Skill, Version, Download)] string match,
        [Values("5xx", "reset", "truncation", "stall", "drip", "circle")] string fault) =>
        _faults.FailsAsync(match, fault);

    [Test]
    public Task InstallAsync_WrongJson_IsAnInvalidAnswer([Values(Skill, Version)] string match) =>
        _faults.FailsAsync(match, "wrong content");

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"skill":{"slug":"../x"}}""")]
    [TestCase("""{"skill":{"slug":3}}""")]
    public async Task InstallAsync_AnswerWithoutWhatItShouldHave_IsAnInvalidAnswer(string json)
    {
        _bench.Server.Fail(Skill, context => context.Response.WriteAsync(json));

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(_faults.InstallAsync))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid), error.Message);
    }

    [Test]
    public async Task InstallAsync_ArchiveThatIsNone_IsAnInvalidAnswer()
    {
        _bench.Server.Fail(Download, ServerFaults.SignInPageAsync);

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(_faults.InstallAsync))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid), error.Message);
        Assert.That(await _bench.Host.LeftoversAsync(), Is.Empty);
    }

    [Test]
    public Task InstallAsync_NoNetwork_IsUnavailable() => _faults.HasNoNetworkAsync();

    [Test]
    public Task InstallAsync_Cancelled_EndsAtOnceAndLeavesNothing([Values(Skill, Version, Download)] string match) =>
        _faults.IsCancelledAsync(match);

    [Test]
    public Task InstallAsync_CancelledWhileABodyComes_EndsAtOnceAndLeavesNothing(
        [Values(Skill, Version, Download)] string match) => _faults.IsCancelledInABodyAsync(match);

    private void Configure(Action<HttpRegistryOptions> configure) => _bench.ConfigureOptions = configure;
}
