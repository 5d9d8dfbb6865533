using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>Sends WASI's requests by way of the session's guard. Redirects are the guest's to follow: each is a request of its own.</summary>
internal sealed class SessionHttp(HttpGuard guard) : IWasiHttp
{
    public int MaxRequestBytes => guard.MaxRequestBytes;

    public async Task<WasiHttpResponse> SendAsync(WasiHttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return new SessionHttpResponse(await guard.SendAsync(
                new GuardedHttpRequest
                {
                    Method = request.Method,
                    Url = request.Url,
                    Headers = request.Headers,

                    // A guest that takes the body of a GET and writes nothing to it has none.
                    Body = request is { Body.Length: 0, Method: "GET" or "HEAD" } ? null : request.Body,
                    Timeout = request.Timeout,
                },
                cancellationToken).ConfigureAwait(false));
        }
        catch (GuardedHttpException e)
        {
            throw SessionErrors.Translate(e);
        }
    }
}
