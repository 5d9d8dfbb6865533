using System.Diagnostics;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Http;

/// <summary>
/// Sends one run's HTTP requests. Each request and each redirect is decided by the <see cref="CapabilityPolicy"/> and
/// counted by the <see cref="CapabilityMeter"/>; the addresses are checked where the connection is made
/// (<see cref="CheckedConnector"/>).
/// </summary>
internal sealed class GrantedHttp(
    CapabilityPolicy policy,
    CapabilityMeter meter,
    SkillHostOptions options,
    IHttpClientFactory clients,
    TimeProvider time)
    : IGuestHttp
{
    private int _sent;

    /// <summary>The most bytes that a request's body may have.</summary>
    public int MaxRequestBytes => options.MaxHttpRequestBytes;

    /// <summary>Sends a request, follows its redirects if it says so, and returns when the headers are there.</summary>
    /// <exception cref="GuestHttpException">It came to no answer; <see cref="GuestHttpError.Denied"/> when it was not
    /// granted.</exception>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="run"/> was cancelled.</exception>
    public async Task<GrantedHttpResponse> SendAsync(GuestHttpRequest request, CancellationToken run)
    {
        TimeSpan timeout = request.Timeout is { } wanted && wanted < options.HttpTimeout ? wanted : options.HttpTimeout;
        var exchange = new HttpExchange(timeout, time, run);
        GrantedHttpResponse? response = null;
        try
        {
            response = await FollowAsync(request, exchange).ConfigureAwait(false);
            return response;
        }
        catch (Exception e) when (HttpFailure.Translate(e, exchange) is { } translated)
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

    async Task<IGuestHttpResponse> IGuestHttp.SendAsync(
        GuestHttpRequest request, CancellationToken cancellationToken) =>
        await SendAsync(request, cancellationToken).ConfigureAwait(false);

    private async Task<GrantedHttpResponse> FollowAsync(GuestHttpRequest request, HttpExchange exchange)
    {
        HttpHop hop = HttpHop.First(
            request, options, HttpUrl.TryRead(request.Url) ?? throw UnreadableUrl(request.Method));
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage message = await SendOneAsync(hop, exchange).ConfigureAwait(false);
            if (request.MaxRedirects == 0 || !HttpHop.IsRedirect(message))
            {
                return new GrantedHttpResponse(message, exchange, options.MaxHttpResponseBytes);
            }

            using (message)
            {
                hop = redirects < request.MaxRedirects
                    ? hop.Redirected(message)
                    : throw new GuestHttpException(
                        GuestHttpError.TooManyRedirects, $"more than {request.MaxRedirects} redirects");
            }
        }
    }

    private async Task<HttpResponseMessage> SendOneAsync(HttpHop hop, HttpExchange exchange)
    {
        SkillCapability capability = SkillGrants.ToCapability(hop.Method);
        string scope = HttpUrl.ScopeOf(hop.Uri);
        if (!meter.Admit(capability, scope, policy.CheckHttp(hop.Method, hop.Uri, out AddressScope addresses)))
        {
            throw Denied(capability);
        }

        if (Interlocked.Increment(ref _sent) > options.MaxHttpRequests)
        {
            throw new GuestHttpException(
                GuestHttpError.TooManyRequests, $"more than {options.MaxHttpRequests} requests in one execution");
        }

        using Activity? activity = SkillTelemetry.StartRequest(capability.ToName(), hop.Method, hop.Uri);
        using HttpRequestMessage message = hop.ToMessage();
        message.Options.Set(CheckedConnector.Redactor, meter.Redactor);
        try
        {
            HttpResponseMessage response = await clients.CreateClient(SkillHttpClients.NameOf(addresses))
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, exchange.Token)
                .ConfigureAwait(false);
            SkillTelemetry.EndRequest(activity, (int)response.StatusCode);
            return response;
        }
        catch (HttpRequestException e) when (HttpFailure.IsAddressRefused(e))
        {
            SkillTelemetry.FailRequest(activity, SkillErrorCodes.ExecutionCapabilityDenied);
            // The name was granted, where it leads was not.
            meter.Admit(capability, $"{scope} (address)", SkillDenialReason.AddressRefused);
            throw Denied(capability);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            SkillTelemetry.Fail(activity, e);
            throw;
        }
    }

    /// <summary>Whoever may send nothing at all learns that, not how URLs are written.</summary>
    private GuestHttpException UnreadableUrl(string method)
    {
        SkillCapability capability = SkillGrants.ToCapability(method);
        return policy.MaySendHttp(capability)
            || meter.Admit(capability, "(unreadable URL)", SkillDenialReason.UrlInvalid)
            ? new GuestHttpException(
                GuestHttpError.UrlInvalid,
                "the URL is not an absolute http or https URL without user name and password")
            : Denied(capability);
    }

    private GuestHttpException Denied(SkillCapability capability) =>
        new(GuestHttpError.Denied, meter.DeniedText(capability));
}
