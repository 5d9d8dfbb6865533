using Boternity.Skills.Registries;
using Boternity.Skills.Registries.SkillsSh;
using Boternity.Skills.Registries.Web;
using Boternity.Skills.Tests.Registries.GitHub;
using Boternity.Skills.Tests.Registries.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.SkillsSh;

/// <summary>What can go wrong while skills.sh is searched; the rest is GitHub's.</summary>
public sealed class SkillsShFaultTests
{
    private const string Search = "/api/search";

    private SkillServer _server = null!;
    private GitHubServer _gitHub = null!;
    private RegistryBench _host = null!;
    private RegistryFaults<SkillServerRequest> _faults = null!;
    private Action<SkillsShRegistryOptions>? _configure;

    [SetUp]
    public async Task SetUp()
    {
        _configure = null;
        _server = await SkillServer.StartAsync();
        _server.PutJson(
            "/api/search?q=pdf&limit=100",
            """{"skills":[{"skillId":"pdf","name":"pdf","source":"acme/skills","installs":1}]}""");
        _gitHub = await GitHubServer.StartAsync();
        _gitHub.Repository("acme/skills").Commit(("pdf/SKILL.md", "---\nname: pdf\ndescription: Pages.\n---\nText.\n"));
        _host = new RegistryBench(builder => builder
            .AddSkillsSh(configure: options =>
            {
                options.BaseAddress = _server.Address;
                _configure?.Invoke(options);
            })
            .AddGitHubRegistry(configure: options => options.ApiBaseAddress = _gitHub.Api));
        _faults = new RegistryFaults<SkillServerRequest>(_server, _host, Configure, "skills.sh:pdf");
    }

    [TearDown]
    public async Task TearDown()
    {
        _host.Dispose();
        await _server.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Test]
    public Task InstallAsync_FaultsThatPass_AreRiddenOut() => _faults.RidesOutAsync(Search);

    [Test]
    public Task InstallAsync_RateLimitThatEndsSoon_IsWaitedFor() => _faults.WaitsForANearResetAsync(Search);

    [Test]
    public Task InstallAsync_RateLimitFarAway_TellsWhenItEnds() => _faults.TellsAFarResetAsync(Search);

    [Test]
    public async Task InstallAsync_RateLimitInSecondsThatAreLeft_IsUnderstood()
    {
        _server.Fail(Search, 429, headers: [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "3600")]);

        SkillRateLimitException error = (await Assert.ThrowsAsync<SkillRateLimitException>(_faults.InstallAsync))!;

        Assert.That(error.ResetAt, Is.EqualTo(_host.Time.GetUtcNow().AddHours(1)));
    }

    [TestCase("5xx")]
    [TestCase("reset")]
    [TestCase("truncation")]
    [TestCase("stall")]
    [TestCase("drip")]
    [TestCase("wrong content")]
    [TestCase("circle")]
    [TestCase("refusal")]
    public Task InstallAsync_FaultWithoutEnd_IsATypedError(string fault) => _faults.FailsAsync(Search, fault);

    [TestCase("{}")]
    [TestCase("[]")]
    public async Task InstallAsync_AnswerWithoutAList_IsAnInvalidAnswer(string json)
    {
        _server.PutJson("/api/search?q=pdf&limit=100", json);

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(_faults.InstallAsync))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
    }

    [Test]
    public async Task InstallAsync_GitHubDown_IsUnavailable()
    {
        await _gitHub.StopAsync();

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(_faults.InstallAsync))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(error.Registry, Is.EqualTo("github"));
    }

    [Test]
    public Task InstallAsync_NoNetwork_IsUnavailable() => _faults.HasNoNetworkAsync();

    [Test]
    public Task InstallAsync_Cancelled_EndsAtOnceAndLeavesNothing() => _faults.IsCancelledAsync(Search);

    [Test]
    public Task InstallAsync_CancelledWhileABodyComes_EndsAtOnceAndLeavesNothing() =>
        _faults.IsCancelledInABodyAsync(Search);

    private void Configure(Action<HttpRegistryOptions> configure) => _configure = configure;
}
