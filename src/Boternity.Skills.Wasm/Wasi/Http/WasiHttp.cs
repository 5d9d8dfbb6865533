using System.Text;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>
/// <c>wasi:http</c>: types and the outgoing handler. Whether a request may be sent is the host's policy
/// (<see cref="IGuestHttp"/>).
/// </summary>
internal static class WasiHttp
{
    public const string Types = "wasi:http/types@0.2.0";

    private const string Handler = "wasi:http/outgoing-handler@0.2.0";

    public static void Define(HostDefinitions definitions)
    {
        WasiFieldsMethods.Define(definitions);
        WasiRequestMethods.Define(definitions);
        WasiResponseMethods.Define(definitions);
        WasiServerMethods.Define(definitions);
        definitions.Function(
            Types, "http-error-code", ToErrorCode, $"(borrow<error>) -> option<{WasiHttpErrorCodes.Shape}>");
        definitions.Function(
            Handler,
            "handle",
            Handle,
            "(own<outgoing-request>, option<own<request-options>>) -> result<own<future-incoming-response>, "
                + $"{WasiHttpErrorCodes.Shape}>");
    }

    private static ComponentValue ToErrorCode(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        arguments[0].AsResource<WasiError>().Http is { } error
            ? ComponentValue.Some(WasiHttpErrorCodes.ToValue(error))
            : ComponentValue.None;

    // Sends the request when its body is finished, or at once when the guest took none.
    private static ComponentValue Handle(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        using WasiOutgoingRequest request = arguments[0].AsResource<WasiOutgoingRequest>();
        using WasiRequestOptions? options = arguments[1].IsSome
            ? arguments[1].Payload.AsResource<WasiRequestOptions>()
            : null;
        if (guest.System.Http is not { } http)
        {
            return Failed(GuestHttpError.Denied, "the host grants no HTTP");
        }

        if (request.Authority is null)
        {
            return Failed(GuestHttpError.UrlInvalid, "the request has no authority");
        }

        var wanted = new GuestHttpRequest
        {
            Method = WasiRequestMethods.ToMethod(request.Method),
            Url = $"{WasiRequestMethods.ToScheme(request.Scheme)}://{request.Authority}{request.Path ?? "/"}",
            Headers =
            [
                .. request.Headers.Entries.Select(e => KeyValuePair.Create(e.Key, Encoding.Latin1.GetString(e.Value))),
            ],
            Timeout = options?.Timeout,
        };
        var exchange = new WasiExchange(guest, wanted);
        Task<IGuestHttpResponse> answer = request.TakeContent() is { } content
            ? SendWhenFinished(http, wanted, content, guest.CancellationToken)
            : http.SendAsync(wanted, guest.CancellationToken);
        return ComponentValue.Ok(ComponentValue.FromResource(new WasiFutureResponse(guest, exchange, answer)));
    }

    private static async Task<IGuestHttpResponse> SendWhenFinished(
        IGuestHttp http, GuestHttpRequest request, WasiOutgoingContent content, CancellationToken cancellationToken)
    {
        if (!content.IsFinished)
        {
            // The request is decided on, and begun, by whoever finishes the body: before the guest goes on.
            var finished = new TaskCompletionSource();
            content.Finished = finished.SetResult;
            await finished.Task.ConfigureAwait(false);
        }

        try
        {
            if (!content.IsComplete)
            {
                throw new GuestHttpException(GuestHttpError.RequestAborted, "the request's body was given up");
            }

            // A guest that takes the body of a GET and writes nothing to it has none.
            bool isBare = content.Bytes.Length == 0 && request.Method is "GET" or "HEAD";
            return await http.SendAsync(isBare ? request : request with { Body = content.Bytes }, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            content.Release();
        }
    }

    private static ComponentValue Failed(GuestHttpError error, string message) =>
        ComponentValue.Error(WasiHttpErrorCodes.ToValue(new GuestHttpException(error, message)));
}
