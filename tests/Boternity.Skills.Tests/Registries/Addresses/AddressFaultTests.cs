using Boternity.Skills.Registries;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries.Addresses;

/// <summary>What can go wrong between here and the host of an address.</summary>
public sealed class AddressFaultTests
{
    private const string Archive = "/skills.zip";

    private AddressBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = await AddressBench.StartAsync();
        _bench.Server.Put(Archive, AddressBench.Zip("pdf"));
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task InstallAsync_BurstOf5xx_IsRiddenOut()
    {
        _bench.Server.Fail(Archive, 503, times: 3);

        await InstallAsync();

        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task InstallAsync_5xxWithoutEnd_IsUnavailable() =>
        await ExpectAsync(
            () => _bench.Server.Fail(Archive, 500), SkillErrorCodes.RegistryUnavailable, "the answer was 500");

    [Test]
    public async Task InstallAsync_RateLimitThatEndsSoon_IsWaitedFor()
    {
        _bench.Server.Fail(Archive, 429, times: 1, ("Retry-After", "3"));

        await InstallAsync();
    }

    [Test]
    public async Task InstallAsync_RateLimitFarAway_TellsWhenItEnds()
    {
        _bench.Server.Fail(Archive, 429, headers: ("Retry-After", "3600"));

        SkillRateLimitException error = (await Assert.ThrowsAsync<SkillRateLimitException>(InstallAsync))!;

        Assert.That(error.ResetAt, Is.Not.Null);
        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task InstallAsync_AnswerCutShort_IsTriedAgain()
    {
        _bench.Server.Fail(Archive, CutAsync, times: 1);

        await InstallAsync();

        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task InstallAsync_ConnectionReset_IsUnavailable() =>
        await ExpectAsync(
            () => _bench.Server.Fail(Archive, context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }),
            SkillErrorCodes.RegistryUnavailable,
            "4 attempts");

    [Test]
    public async Task InstallAsync_ServerThatSaysNothing_EndsWithItsTime()
    {
        _bench.ConfigureAddresses = options =>
        {
            options.MaxRetries = 0;
            options.Timeout = TimeSpan.FromMilliseconds(100);
        };
        await ExpectAsync(
            () => _bench.Server.Fail(Archive, context => Task.Delay(Timeout.Infinite, context.RequestAborted)),
            SkillErrorCodes.RegistryUnavailable,
            "no answer came");
    }

    [Test]
    public async Task InstallAsync_BodyThatDrips_EndsWithTheWholeTime()
    {
        _bench.ConfigureAddresses = options =>
        {
            options.MaxRetries = 0;
            options.MaxDownloadTime = TimeSpan.FromMilliseconds(300);
        };
        await ExpectAsync(
            () => _bench.Server.Fail(Archive, DripAsync), SkillErrorCodes.RegistryUnavailable, "took longer than");
    }

    [Test]
    public async Task InstallAsync_WrongContent_IsAnInvalidAnswer() =>
        await ExpectAsync(
            () => _bench.Server.Put(Archive, "<html>Sign in</html>"u8.ToArray(), "text/html"),
            SkillErrorCodes.RegistryAnswerInvalid,
            "neither a zip nor a tar.gz");

    [Test]
    public async Task InstallAsync_RedirectsInACircle_IsAnInvalidAnswer() =>
        await ExpectAsync(
            () => _bench.Server.Redirect(Archive, new Uri(_bench.Server.Address, Archive)),
            SkillErrorCodes.RegistryAnswerInvalid,
            "redirects");

    [Test]
    public async Task InstallAsync_AccessDenied_SaysThatNoTokenIsSet() =>
        await ExpectAsync(
            () => _bench.Server.Fail(Archive, 403), SkillErrorCodes.RegistryAccessDenied, "no token is set");

    [Test]
    public async Task InstallAsync_NoNetwork_IsUnavailable()
    {
        await _bench.Server.StopAsync();
        await ExpectAsync(() => { }, SkillErrorCodes.RegistryUnavailable, "could not be read");
    }

    [Test]
    public async Task InstallAsync_CancelledWhileItWaits_EndsAtOnceAndLeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        _bench.Server.Fail(Archive, async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAsync(
            Is.InstanceOf<OperationCanceledException>(),
            () => _bench.Installer.InstallAsync(Reference, cancellationToken: cancel.Token));

        AssertNothingIsLeft();
    }

    private SkillReference Reference => SkillReference.Parse(_bench.At(Archive));

    private async Task InstallAsync() => await _bench.Installer.InstallAsync(Reference);

    private async Task ExpectAsync(Action fault, string code, string text)
    {
        fault();

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(InstallAsync))!;

        Assert.That(error.Code, Is.EqualTo(code), error.Message);
        Assert.That(error.Message, Does.Contain(text).And.Not.Contain(".."));
        AssertNothingIsLeft();
    }

    private void AssertNothingIsLeft()
    {
        string cache = _bench.Directory.PathOf("cache", "archives");
        Assert.That(Directory.Exists(cache) ? Directory.GetFiles(cache) : [], Is.Empty);
    }

    private static async Task CutAsync(HttpContext context)
    {
        byte[] archive = AddressBench.Zip("pdf");
        context.Response.ContentLength = archive.Length;
        await context.Response.Body.WriteAsync(archive.AsMemory(0, archive.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static async Task DripAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync("P"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(20, context.RequestAborted);
        }
    }
}
