using Boternity.Skills.Registries.Web;
using Boternity.Skills.Tests.Registries.Web;

namespace Boternity.Skills.Tests.Registries.Oci;

/// <summary>What can go wrong at each request: for a token, a manifest, a layer, the tags.</summary>
public sealed class OciFaultTests
{
    private const string Pdf = "owner/pdf";

    private OciBench _bench = null!;
    private RegistryFaults<SkillServerRequest> _faults = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = await OciBench.StartAsync();
        _bench.PutSkill(Pdf, "1.0");
        _bench.Server.WantToken();
        _faults = new RegistryFaults<SkillServerRequest>(
            _bench.Server, _bench.Host, Configure, _bench.Server.Root(Pdf));
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public Task InstallAsync_FaultsThatPass_AreRiddenOut(
        [Values("/token", "/manifests/1.0", "/tags/", "/blobs/")] string match) => _faults.RidesOutAsync(match);

    [Test]
    public Task InstallAsync_RateLimitThatEndsSoon_IsWaitedFor(
        [Values("/token", "/manifests/1.0", "/blobs/")] string match) => _faults.WaitsForANearResetAsync(match);

    [Test]
    public Task InstallAsync_RateLimitFarAway_TellsWhenItEnds(
        [Values("/token", "/manifests/1.0", "/blobs/")] string match) => _faults.TellsAFarResetAsync(match);

    [Test]
    public Task InstallAsync_FaultWithoutEnd_IsATypedError(
        [Values("/token", "/manifests/1.0", "/blobs/")] string match,
        [Values("5xx", "reset", "truncation", "stall", "drip", "wrong content", "circle", "refusal")] string fault) =>
        match == "/blobs/" && fault == "wrong content"
            ? WrongLayerAsync()
            : _faults.FailsAsync(match, fault);

    [Test]
    public Task InstallAsync_NoNetwork_IsUnavailable() => _faults.HasNoNetworkAsync();

    [Test]
    public Task InstallAsync_Cancelled_EndsAtOnceAndLeavesNothing(
        [Values("/token", "/manifests/latest", "/manifests/1.0", "/tags/", "/blobs/")] string match) =>
        _faults.IsCancelledAsync(match);

    [Test]
    public Task InstallAsync_CancelledWhileABodyComes_EndsAtOnceAndLeavesNothing(
        [Values("/token", "/manifests/1.0", "/blobs/")] string match) => _faults.IsCancelledInABodyAsync(match);

    [Test]
    public async Task InstallAsync_RepositoryThatMoved_IsFollowedWithoutTheToken()
    {
        _bench.Server.Fail("/blobs/", context =>
        {
            string digest = context.Request.Path.Value!.Split('/')[^1];
            context.Response.StatusCode = 308;
            context.Response.Headers.Location = new Uri(_bench.Server.Elsewhere, $"/blob/{digest}").AbsoluteUri;
            return Task.CompletedTask;
        });

        await _faults.InstallAsync();

        Assert.That(
            _bench.Server.Requests.Single(static request => request.Target.StartsWith("/blob/")).Authorization,
            Is.Empty);
    }

    // What has not its digest is damaged, whatever it is.
    private async Task WrongLayerAsync()
    {
        _bench.Server.Fail("/blobs/", ServerFaults.SignInPageAsync);

        SkillException error = (await Assert.ThrowsAsync<SkillRegistryException>(_faults.InstallAsync))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid), error.Message);
        Assert.That(await _bench.Host.LeftoversAsync(), Is.Empty);
    }

    private void Configure(Action<HttpRegistryOptions> configure) =>
        _bench.ConfigureOptions = configure;
}
