using System.Net;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities.Http;

/// <summary>
/// Sends one run's HTTP requests. Each request and each redirect is decided by the <see cref="CapabilityPolicy"/> and counted by the
/// <see cref="CapabilityGate"/>; the addresses are checked where the connection is made (<see cref="GuardedConnector"/>).
/// </summary>
internal sealed class HttpGuard(
    CapabilityPolicy policy, CapabilityGate gate, SkillHostOptions options, IHttpClientFactory clients, TimeProvider time)
{
    private int _sent;

    /// <summary>The most bytes that a request's body may have.</summary>
    public int MaxRequestBytes => options.MaxHttpRequestBytes;

    /// <summary>Sends a request, follows its redirects if it says so, and returns when the headers are there.</summary>
    /// <exception cref="GuardedHttpException">It came to no answer; <see cref="GuardedHttpError.Denied"/> when it was not granted.</exception>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="run"/> was cancelled.</exception>
    public async Task<GuardedHttpResponse> SendAsync(GuardedHttpRequest request, CancellationToken run)
    {
        TimeSpan timeout = request.Timeout is { } wanted && wanted < options.HttpTimeout ? wanted : options.HttpTimeout;
        var exchange = new HttpExchange(timeout, time, run);
        GuardedHttpResponse? response = null;
        try
        {
            response = await FollowAsync(request, exchange).ConfigureAwait(false);
            return response;
        }
        catch (Exception e) when (GuardedHttpFailure.Translate(e, exchange) is { } translated)
        {
            throw translated;
        }
        finally
        {
            if (response is null)
            {
                exchange.Dispose();
            }
        }
    }

    private async Task<GuardedHttpResponse> FollowAsync(GuardedHttpRequest request, HttpExchange exchange)
    {
        HttpHop hop = HttpHop.First(request, options, HttpUrl.TryRead(request.Url) ?? throw UnreadableUrl(request.Method));
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage message = await SendOneAsync(hop, exchange).ConfigureAwait(false);
            if (request.Redirects == 0 || !HttpHop.IsRedirect(message))
            {
                return new GuardedHttpResponse(message, exchange, options.MaxHttpResponseBytes);
            }

            using (message)
            {
                hop = redirects < request.Redirects
                    ? hop.Redirected(message)
                    : throw new GuardedHttpException(GuardedHttpError.TooManyRedirects, $"more than {request.Redirects} redirects");
            }
        }
    }

    private async Task<HttpResponseMessage> SendOneAsync(HttpHop hop, HttpExchange exchange)
    {
        SkillCapability capability = SkillGrants.ToCapability(hop.Method);
        string scope = HttpUrl.ScopeOf(hop.Uri);
        AddressScope? addresses = policy.FindHttp(hop.Method, hop.Uri);
        if (!gate.Pass(capability, scope, addresses is not null))
        {
            throw Denied(capability);
        }

        if (Interlocked.Increment(ref _sent) > options.MaxHttpRequests)
        {
            throw new GuardedHttpException(
                GuardedHttpError.TooManyRequests, $"more than {options.MaxHttpRequests} requests in one execution");
        }

        using HttpRequestMessage message = hop.ToMessage();
        try
        {
            return await clients.CreateClient(SkillHttpClients.NameOf(addresses!.Value))
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, exchange.Token)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (GuardedHttpFailure.IsAddressRefused(e))
        {
            // The name was granted, where it leads was not.
            gate.Pass(capability, $"{scope} (address)", isPermitted: false);
            throw Denied(capability);
        }
    }

    /// <summary>Whoever may send nothing at all learns that, not how URLs are written.</summary>
    private GuardedHttpException UnreadableUrl(string method)
    {
        SkillCapability capability = SkillGrants.ToCapability(method);
        return policy.MaySendHttp(capability) || gate.Pass(capability, "(unreadable URL)", isPermitted: false)
            ? new GuardedHttpException(GuardedHttpError.UrlInvalid, "the URL is not an absolute http or https URL without user name and password")
            : Denied(capability);
    }

    private GuardedHttpException Denied(SkillCapability capability) => new(GuardedHttpError.Denied, gate.DeniedText(capability));
}
