using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http</c>: types and the outgoing handler. Whether a request may be sent is the host's policy (<see cref="IWasiHttp"/>).</summary>
internal static partial class WasiHttp
{
    private const string Types = "wasi:http/types@0.2.0";
    private const string Handler = "wasi:http/outgoing-handler@0.2.0";

    // error-code, in which sizes of fields stand in five places.
    private const string FieldSize = "record(option<string>, option<u32>)";
    private const string Error =
        "variant(_, record(option<string>, option<u16>), _, _, _, _, _, _, _, _, _, _, _, _, record(option<u8>, option<string>), _, _, option<u64>, _, _, _, "
        + $"option<u32>, option<{FieldSize}>, option<u32>, {FieldSize}, _, option<u32>, {FieldSize}, option<u64>, option<u32>, {FieldSize}, "
        + "option<string>, option<string>, _, _, _, _, _, option<string>)";

    public static void Define(ComponentLinker linker)
    {
        DefineFields(linker);
        DefineRequests(linker);
        DefineResponses(linker);
        DefineIncoming(linker);
        linker.DefineFunction(Types, "http-error-code", (_, a) => a[0].AsResource<WasiError>().Http is { } e ? ComponentValue.Some(ToError(e)) : ComponentValue.None, $"(borrow) -> option<{Error}>");
        linker.DefineFunction(Handler, "handle", Handle, $"(own, option<own>) -> result<own, {Error}>");
    }

    private static ComponentValue Failed => ComponentValue.Error();

    private static void Resource(ComponentLinker linker, string name, Action<object>? drop = null) =>
        linker.DefineResource(Types, name, new RuntimeResource(name, drop is null ? null : (_, o) => drop(o)));

    // Sends the request when its body is finished, or at once when the guest took none.
    private static ComponentValue Handle(ComponentContext context, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiOutgoingRequest request = arguments[0].AsResource<WasiOutgoingRequest>();
        TimeSpan? timeout = arguments[1].IsSome ? arguments[1].Payload.AsResource<WasiRequestOptions>().Timeout : null;
        if (context.GetState<IWasiState>().Wasi.Http is not { } http)
        {
            return ComponentValue.Error(ToError(new WasiHttpException(WasiHttpErrorCode.RequestDenied, "the host grants no HTTP")));
        }

        if (request.Authority is null) return ComponentValue.Error(ToError(new WasiHttpException(WasiHttpErrorCode.RequestUriInvalid, "the request has no authority")));
        var wanted = new WasiHttpRequest
        {
            Method = ToMethod(request.Method),
            Url = $"{ToScheme(request.Scheme)}://{request.Authority}{request.Path ?? "/"}",
            Headers = [.. request.Headers.Entries.Select(e => KeyValuePair.Create(e.Key, System.Text.Encoding.Latin1.GetString(e.Value)))],
            Timeout = timeout,
        };
        request.Close();
        CancellationToken cancellation = context.Store.Options.CancellationToken;
        if (request.Body is not { } body) return Answer(http.SendAsync(wanted, cancellation));
        if (body.IsDone) return Answer(Send(body.Content));
        var sent = new TaskCompletionSource<WasiHttpResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        body.Finished = content => Send(content).ContinueWith(t => Pass(t, sent), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return Answer(sent.Task);

        async Task<WasiHttpResponse> Send(ReadOnlyMemory<byte>? content)
        {
            if (content is null) throw new WasiHttpException(WasiHttpErrorCode.ProtocolError, "the request's body was given up");
            try
            {
                return await http.SendAsync(wanted with { Body = content }, cancellation).ConfigureAwait(false);
            }
            finally
            {
                body.Release();
            }
        }
    }

    private static void Pass(Task<WasiHttpResponse> from, TaskCompletionSource<WasiHttpResponse> to)
    {
        if (from.IsCompletedSuccessfully) to.SetResult(from.Result);
        else if (from.IsCanceled) to.SetCanceled();
        else to.SetException(from.Exception!.InnerExceptions);
    }

    private static ComponentValue Answer(Task<WasiHttpResponse> task) => ComponentValue.Ok(ComponentValue.FromResource(new WasiFutureResponse(task)));

    /// <summary>The <c>error-code</c>. Payloads say no more than that there is nothing to say, save the message of an internal error.</summary>
    internal static ComponentValue ToError(WasiHttpException error) => error.Code switch
    {
        WasiHttpErrorCode.DnsError => ComponentValue.FromCase((int)error.Code, ComponentValue.FromRecord(ComponentValue.None, ComponentValue.None)),
        WasiHttpErrorCode.InternalError => ComponentValue.FromCase((int)error.Code, ComponentValue.Some(ComponentValue.FromString(error.Message))),
        _ => ComponentValue.FromCase((int)error.Code),
    };

    private static ReadOnlySpan<string> Methods => new[] { "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" };

    private static string ToMethod(ComponentValue method) => method.AsCase() < Methods.Length ? Methods[method.AsCase()] : method.Payload.AsString();

    // No scheme is https: nobody sends in the clear by forgetting.
    private static string ToScheme(ComponentValue scheme) => !scheme.IsSome ? "https" : scheme.Payload.AsCase() switch
    {
        0 => "http",
        1 => "https",
        _ => scheme.Payload.Payload.AsString(),
    };
}
