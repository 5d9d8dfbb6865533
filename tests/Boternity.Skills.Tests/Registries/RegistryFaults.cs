using Boternity.Skills.Registries;
using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Tests.Registries;

/// <summary>
/// What can go wrong between here and a registry's server, at each of the requests that an install makes: a typed error
/// that names the cause, and nothing half written.
/// </summary>
internal sealed class RegistryFaults<TRequest>(
    FaultyServer<TRequest> server,
    RegistryBench host,
    Action<Action<HttpRegistryOptions>> configure,
    string reference)
{
    public Task InstallAsync() => host.InstallAsync(reference);

    /// <summary>Installs in spite of a fault that passes.</summary>
    public async Task RidesOutAsync(string match)
    {
        server.Fail(match, 503, times: 1);
        server.Fail(match, ServerFaults.CutAsync, times: 1);
        server.Fail(match, ServerFaults.ResetAsync, times: 1);

        await InstallAsync();
    }

    public async Task WaitsForANearResetAsync(string match)
    {
        server.Fail(match, 429, times: 1, ("Retry-After", "3"));

        await InstallAsync();

        Assert.That(host.Time.Waits, Has.Some.EqualTo(TimeSpan.FromSeconds(3)));
    }

    public async Task TellsAFarResetAsync(string match)
    {
        server.Fail(match, 429, headers: ("Retry-After", "3600"));

        SkillRateLimitException error = (await Assert.ThrowsAsync<SkillRateLimitException>(InstallAsync))!;

        Assert.That(error.ResetAt, Is.EqualTo(host.Time.GetUtcNow().AddHours(1)).Within(TimeSpan.FromMinutes(1)));
        Assert.That(await host.LeftoversAsync(), Is.Empty);
    }

    public async Task FailsAsync(string match, string fault)
    {
        (string code, string text) = fault switch
        {
            "5xx" => (SkillErrorCodes.RegistryUnavailable, "the answer was 500"),
            "reset" => (SkillErrorCodes.RegistryUnavailable, "4 attempts"),
            "truncation" => (SkillErrorCodes.RegistryUnavailable, "4 attempts"),
            "stall" => (SkillErrorCodes.RegistryUnavailable, "no answer came"),
            "drip" => (SkillErrorCodes.RegistryUnavailable, "took longer than"),
            "wrong content" => (SkillErrorCodes.RegistryAnswerInvalid, "cannot be understood"),
            "circle" => (SkillErrorCodes.RegistryAnswerInvalid, "redirects"),
            "refusal" => (SkillErrorCodes.RegistryAccessDenied, "refused access"),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
        switch (fault)
        {
            case "5xx":
                server.Fail(match, 500);
                break;
            case "reset":
                server.Fail(match, ServerFaults.ResetAsync);
                break;
            case "truncation":
                server.Fail(match, ServerFaults.CutAsync);
                break;
            case "stall":
                configure(static options => (options.MaxRetries, options.Timeout) = (0, TimeSpan.FromSeconds(1)));
                server.Fail(match, ServerFaults.StallAsync);
                break;
            case "drip":
                configure(static options =>
                    (options.MaxRetries, options.MaxDownloadTime) = (0, TimeSpan.FromSeconds(1)));
                server.Fail(match, ServerFaults.DripAsync);
                break;
            case "wrong content":
                server.Fail(match, ServerFaults.SignInPageAsync);
                break;
            case "circle":
                server.Fail(match, ServerFaults.RedirectToItselfAsync);
                break;
            default:
                server.Fail(match, 403);
                break;
        }

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(InstallAsync))!;

        Assert.That(error.Code, Is.EqualTo(code), error.Message);
        Assert.That(error.Message, Does.Contain(text).And.Not.Contain(".."));
        Assert.That(await host.LeftoversAsync(), Is.Empty);
    }

    public async Task HasNoNetworkAsync()
    {
        await server.StopAsync();

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(InstallAsync))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable), error.Message);
        Assert.That(await host.LeftoversAsync(), Is.Empty);
    }

    /// <summary>Cancels while the server is asked, and keeps silent.</summary>
    public async Task IsCancelledAsync(string match)
    {
        using var cancel = new CancellationTokenSource();
        server.Fail(match, async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAsync(
            Is.InstanceOf<OperationCanceledException>(), () => host.InstallAsync(reference, cancel.Token));

        Assert.That(await host.LeftoversAsync(), Is.Empty);
    }

    /// <summary>Cancels while the body of an answer comes.</summary>
    public async Task IsCancelledInABodyAsync(string match)
    {
        using var cancel = new CancellationTokenSource();
        server.Fail(match, async context =>
        {
            await context.Response.Body.WriteAsync(" "u8.ToArray());
            await context.Response.Body.FlushAsync();
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAsync(
            Is.InstanceOf<OperationCanceledException>(), () => host.InstallAsync(reference, cancel.Token));

        Assert.That(await host.LeftoversAsync(), Is.Empty);
    }
}
