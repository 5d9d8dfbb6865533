using Boternity.Skills.Registries;
using Boternity.Skills.Registries.Web;
using Boternity.Skills.Tests.Registries.Addresses;
using Boternity.Skills.Tests.Registries.Web;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries;

/// <summary>
/// What can go wrong between here and the server of a registry: an install for which one thing is asked, whose answer
/// has every fault in turn.
/// </summary>
public abstract class WebFaultTests
{
    private AddressBench _bench = null!;

    /// <summary>The path whose answer is faulty.</summary>
    protected abstract string Faulty { get; }

    /// <summary>The error of an answer that is a page for people.</summary>
    protected virtual (string Code, string Text) WrongContent =>
        (SkillErrorCodes.RegistryAnswerInvalid, "cannot be understood");

    private protected AddressBench Bench => _bench;

    private SkillServer Server => _bench.Server;

    [SetUp]
    public async Task SetUp()
    {
        _bench = await AddressBench.StartAsync();
        Arrange();
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    /// <summary>Puts a skill on the server.</summary>
    protected abstract void Arrange();

    /// <summary>Changes the settings of the registry that is tested.</summary>
    protected abstract Task LimitAsync(Action<HttpRegistryOptions> change);

    /// <summary>What is installed.</summary>
    protected abstract string Reference { get; }

    [Test]
    public async Task InstallAsync_BurstOf5xx_IsRiddenOut()
    {
        Server.Fail(Faulty, 503, times: 3);

        await InstallAsync();

        Assert.That(Asked, Is.EqualTo(4));
    }

    [Test]
    public async Task InstallAsync_5xxWithoutEnd_IsUnavailable() =>
        await ExpectAsync(
            () => Server.Fail(Faulty, 500), SkillErrorCodes.RegistryUnavailable, "the answer was 500");

    [Test]
    public async Task InstallAsync_RateLimitThatEndsSoon_IsWaitedFor()
    {
        Server.Fail(Faulty, 429, times: 1, ("Retry-After", "3"));

        await InstallAsync();
    }

    [Test]
    public async Task InstallAsync_RateLimitFarAway_TellsWhenItEnds()
    {
        Server.Fail(Faulty, 429, headers: ("Retry-After", "3600"));

        SkillRateLimitException error = (await Assert.ThrowsAsync<SkillRateLimitException>(() => InstallAsync()))!;

        Assert.That(error.ResetAt, Is.Not.Null);
        Assert.That(Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task InstallAsync_AnswerCutShort_IsTriedAgain()
    {
        Server.Fail(Faulty, CutAsync, times: 1);

        await InstallAsync();

        Assert.That(Asked, Is.EqualTo(2));
    }

    [Test]
    public async Task InstallAsync_ConnectionReset_IsUnavailable() =>
        await ExpectAsync(
            () => Server.Fail(Faulty, context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }),
            SkillErrorCodes.RegistryUnavailable,
            "4 attempts");

    [Test]
    public async Task InstallAsync_ServerThatSaysNothing_EndsWithItsTime()
    {
        await LimitAsync(static options =>
        {
            options.MaxRetries = 0;
            options.Timeout = TimeSpan.FromMilliseconds(100);
        });
        await ExpectAsync(
            () => Server.Fail(Faulty, context => Task.Delay(Timeout.Infinite, context.RequestAborted)),
            SkillErrorCodes.RegistryUnavailable,
            "no answer came");
    }

    [Test]
    public async Task InstallAsync_BodyThatDrips_EndsWithTheWholeTime()
    {
        await LimitAsync(static options =>
        {
            options.MaxRetries = 0;
            options.MaxDownloadTime = TimeSpan.FromMilliseconds(300);
        });
        await ExpectAsync(
            () => Server.Fail(Faulty, DripAsync), SkillErrorCodes.RegistryUnavailable, "took longer than");
    }

    [Test]
    public async Task InstallAsync_WrongContent_IsAnInvalidAnswer() =>
        await ExpectAsync(
            () => Server.Put(Faulty, "<html>Sign in</html>"u8.ToArray(), "text/html"),
            WrongContent.Code,
            WrongContent.Text);

    [Test]
    public async Task InstallAsync_RedirectsInACircle_IsAnInvalidAnswer() =>
        await ExpectAsync(
            () => Server.Redirect(Faulty, new Uri(Server.Address, Faulty)),
            SkillErrorCodes.RegistryAnswerInvalid,
            "redirects");

    [Test]
    public async Task InstallAsync_AccessDenied_SaysThatNoTokenIsSet() =>
        await ExpectAsync(
            () => Server.Fail(Faulty, 403), SkillErrorCodes.RegistryAccessDenied, "no token is set");

    [Test]
    public async Task InstallAsync_NoNetwork_IsUnavailable()
    {
        await Server.StopAsync();
        await ExpectAsync(() => { }, SkillErrorCodes.RegistryUnavailable, "could not be read");
    }

    [Test]
    public async Task InstallAsync_CancelledWhileItWaits_EndsAtOnceAndLeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        Server.Fail(Faulty, async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAsync(
            Is.InstanceOf<OperationCanceledException>(),
            () => InstallAsync(cancel.Token));

        AssertNothingIsLeft();
    }

    [Test]
    public async Task InstallAsync_BodyThatStalls_EndsWithItsTime()
    {
        await LimitAsync(static options =>
        {
            options.MaxRetries = 0;
            options.Timeout = TimeSpan.FromSeconds(1);
        });
        await ExpectAsync(
            () => Server.Fail(Faulty, static async context =>
            {
                await context.Response.Body.WriteAsync("P"u8.ToArray());
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }),
            SkillErrorCodes.RegistryUnavailable,
            "came for");
    }

    [Test]
    public async Task InstallAsync_RedirectToHttpElsewhere_IsRefused() =>
        await ExpectAsync(
            () => Server.Redirect(Faulty, new Uri("ftp://example.com/")),
            SkillErrorCodes.RegistryAnswerInvalid,
            "redirects");

    private int Asked => Server.Requests.Count(request => request.Target == Faulty);

    private async Task InstallAsync(CancellationToken cancellationToken = default) => await _bench.Installer
        .InstallAsync(SkillReference.Parse(Reference), cancellationToken: cancellationToken);

    private async Task ExpectAsync(Action fault, string code, string text)
    {
        fault();

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(() => InstallAsync()))!;

        Assert.That(error.Code, Is.EqualTo(code), error.Message);
        Assert.That(error.Message, Does.Contain(text).And.Not.Contain(".."));
        AssertNothingIsLeft();
    }

    // Neither half an archive, nor anything of a skill.
    private void AssertNothingIsLeft()
    {
        foreach (string path in new[] { _bench.Directory.PathOf("cache"), _bench.Directory.PathOf("store", "skills") })
        {
            string[] left = Directory.Exists(path)
                ? Directory.GetFiles(path, "*", SearchOption.AllDirectories)
                : [];
            Assert.That(left.Where(static file => !IsKept(file)), Is.Empty);
        }
    }

    // What was whole before the fault, such as an index, or another archive.
    private static bool IsKept(string file) => file.Contains("-documents", StringComparison.Ordinal)
        && file.EndsWith(".json", StringComparison.Ordinal);

    private static async Task CutAsync(HttpContext context)
    {
        byte[] content = new byte[200];
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2));
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
