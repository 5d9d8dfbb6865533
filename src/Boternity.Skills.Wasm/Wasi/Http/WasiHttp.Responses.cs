using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

internal static partial class WasiHttp
{
    private static void DefineResponses(ComponentLinker linker)
    {
        Resource(linker, "future-incoming-response", f => ((WasiFutureResponse)f).Dispose());
        linker.DefineFunction(Types, "[method]future-incoming-response.subscribe", (_, a) => ComponentValue.FromResource(new WasiTaskPollable(a[0].AsResource<WasiFutureResponse>().Task)), "(borrow) -> own");
        linker.DefineFunction(Types, "[method]future-incoming-response.get", (_, a) => GetResponse(a[0].AsResource<WasiFutureResponse>()), $"(borrow) -> option<result<result<own, {Error}>, _>>");
        Resource(linker, "incoming-response", r => ((WasiIncomingResponse)r).Dispose());
        linker.DefineFunction(Types, "[method]incoming-response.status", (_, a) => ComponentValue.FromUnsigned((ulong)a[0].AsResource<WasiIncomingResponse>().Response.Status), "(borrow) -> u16");
        linker.DefineFunction(Types, "[method]incoming-response.headers", (_, a) => ComponentValue.FromResource(a[0].AsResource<WasiIncomingResponse>().Headers), "(borrow) -> own");
        linker.DefineFunction(Types, "[method]incoming-response.consume", (_, a) => Consume(a[0].AsResource<WasiIncomingResponse>()), "(borrow) -> result<own, _>");
        Resource(linker, "incoming-body", b => ((WasiIncomingBody)b).Close());
        linker.DefineFunction(Types, "[method]incoming-body.stream", (_, a) => TakeStream(a[0].AsResource<WasiIncomingBody>()), "(borrow) -> result<own, _>");
        linker.DefineFunction(Types, "[static]incoming-body.finish", (_, a) =>
        {
            a[0].AsResource<WasiIncomingBody>().Close();
            return ComponentValue.FromResource(new WasiFutureTrailers());
        }, "(own) -> own");
        Resource(linker, "future-trailers");
        linker.DefineFunction(Types, "[method]future-trailers.subscribe", (_, _) => ComponentValue.FromResource(new WasiPollable()), "(borrow) -> own");
        linker.DefineFunction(Types, "[method]future-trailers.get", (_, a) => GetTrailers(a[0].AsResource<WasiFutureTrailers>()), $"(borrow) -> option<result<result<option<own>, {Error}>, _>>");
    }

    // option<result<result<incoming-response, error-code>>>: none while it is under way, the outer error when it was taken before.
    private static ComponentValue GetResponse(WasiFutureResponse future)
    {
        if (!future.Task.IsCompleted) return ComponentValue.None;
        if (future.IsTaken) return ComponentValue.Some(Failed);
        future.IsTaken = true;
        try
        {
            WasiHttpResponse response = future.Task.GetAwaiter().GetResult();
            return ComponentValue.Some(ComponentValue.Ok(ComponentValue.Ok(ComponentValue.FromResource(new WasiIncomingResponse(response)))));
        }
        catch (WasiHttpException e)
        {
            return ComponentValue.Some(ComponentValue.Ok(ComponentValue.Error(ToError(e))));
        }
    }

    private static ComponentValue Consume(WasiIncomingResponse response)
    {
        if (response.IsConsumed) return Failed;
        response.IsConsumed = true;
        return ComponentValue.Ok(ComponentValue.FromResource(new WasiIncomingBody(response.Response)));
    }

    private static ComponentValue TakeStream(WasiIncomingBody body)
    {
        if (body.IsTaken) return Failed;
        body.IsTaken = true;
        return ComponentValue.Ok(ComponentValue.FromResource(body));
    }

    // option<result<result<option<trailers>, error-code>>>.
    private static ComponentValue GetTrailers(WasiFutureTrailers future)
    {
        if (future.IsTaken) return ComponentValue.Some(Failed);
        future.IsTaken = true;
        return ComponentValue.Some(ComponentValue.Ok(ComponentValue.Ok(ComponentValue.None)));
    }

    // A guest may export a server; we never call one, so most of these cannot be reached. They are here so that it can be linked.
    private static void DefineIncoming(ComponentLinker linker)
    {
        Resource(linker, "incoming-request");
        foreach (string name in new[] { "method", "path-with-query", "scheme", "authority", "headers", "consume" }) linker.DefineFunction(Types, $"[method]incoming-request.{name}", Unreachable);
        Resource(linker, "response-outparam");
        linker.DefineFunction(Types, "[static]response-outparam.set", Unreachable);
        linker.DefineFunction(Types, "[method]response-outparam.send-informational", Unreachable);
        Resource(linker, "outgoing-response");
        linker.DefineFunction(Types, "[constructor]outgoing-response", (_, a) => ComponentValue.FromResource(new WasiOutgoingResponse(Fields(a))), "(own) -> own");
        linker.DefineFunction(Types, "[method]outgoing-response.status-code", (_, a) => ComponentValue.FromUnsigned(a[0].AsResource<WasiOutgoingResponse>().Status), "(borrow) -> u16");
        linker.DefineFunction(Types, "[method]outgoing-response.set-status-code", (_, a) => SetStatus(a[0].AsResource<WasiOutgoingResponse>(), a[1].AsU16()), "(borrow, u16) -> result<_, _>");
        linker.DefineFunction(Types, "[method]outgoing-response.headers", (c, a) => ComponentValue.FromResource(a[0].AsResource<WasiOutgoingResponse>().Headers.Clone(Wasi(c), isImmutable: true)), "(borrow) -> own");
        linker.DefineFunction(Types, "[method]outgoing-response.body", (c, a) => TakeBody(Wasi(c), a[0].AsResource<WasiOutgoingResponse>()), "(borrow) -> result<own, _>");
    }

    private static ComponentValue SetStatus(WasiOutgoingResponse response, ushort status)
    {
        if (status is < 100 or > 999) return Failed;
        response.Status = status;
        return ComponentValue.Ok();
    }

    private static ComponentValue TakeBody(WasiContext wasi, WasiOutgoingResponse response)
    {
        if (response.IsBodyTaken) return Failed;
        response.IsBodyTaken = true;
        return ComponentValue.Ok(ComponentValue.FromResource(new WasiOutgoingBody(wasi, DefaultBodyLimit)));
    }

    private static ComponentValue Unreachable(ComponentContext context, ReadOnlySpan<ComponentValue> arguments) =>
        throw new WasmTrapException(TrapCode.Host, "a server's function was called, but nothing is served");
}
