using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>
/// The functions of <c>wasi:http/types.future-incoming-response</c>, <c>incoming-response</c>, <c>incoming-body</c> and
/// <c>future-trailers</c>.
/// </summary>
internal static class WasiResponseMethods
{
    private const string Types = WasiHttp.Types;

    public static void Define(HostDefinitions definitions)
    {
        DefineFuture(definitions);
        DefineResponse(definitions);
        DefineBody(definitions);
        DefineTrailers(definitions);
    }

    private static ComponentValue Failed => ComponentValue.Error();

    private static void DefineFuture(HostDefinitions definitions)
    {
        definitions.Resource(Types, "future-incoming-response");
        definitions.Function(
            Types,
            "[method]future-incoming-response.subscribe",
            (guest, a) =>
                ComponentValue.FromResource(new WasiTaskPollable(guest, a[0].AsResource<WasiFutureResponse>().Task)),
            "(borrow<future-incoming-response>) -> own<pollable>");
        definitions.Function(
            Types,
            "[method]future-incoming-response.get",
            GetResponse,
            "(borrow<future-incoming-response>) -> option<result<result<own<incoming-response>, "
                + $"{WasiHttpErrorCodes.Shape}>, _>>");
    }

    private static void DefineResponse(HostDefinitions definitions)
    {
        definitions.Resource(Types, "incoming-response");
        definitions.Function(
            Types,
            "[method]incoming-response.status",
            (_, a) => ComponentValue.FromUnsigned((ulong)Response(a).Response.Status),
            "(borrow<incoming-response>) -> u16");
        definitions.Function(
            Types,
            "[method]incoming-response.headers",
            (guest, a) => ComponentValue.FromResource(WasiFields.OfResponse(guest, Response(a).Response.Headers)),
            "(borrow<incoming-response>) -> own<fields>");
        definitions.Function(
            Types,
            "[method]incoming-response.consume",
            (_, a) => Response(a).IsConsumed
                ? Failed
                : ComponentValue.Ok(ComponentValue.FromResource(Response(a).Consume())),
            "(borrow<incoming-response>) -> result<own<incoming-body>, _>");
    }

    private static void DefineBody(HostDefinitions definitions)
    {
        definitions.Resource(Types, "incoming-body");
        definitions.Function(
            Types,
            "[method]incoming-body.stream",
            TakeStream,
            "(borrow<incoming-body>) -> result<own<input-stream>, _>");
        definitions.Function(
            Types,
            "[static]incoming-body.finish",
            (guest, a) =>
            {
                a[0].AsResource<WasiIncomingBody>().Dispose();
                return ComponentValue.FromResource(new WasiFutureTrailers(guest));
            },
            "(own<incoming-body>) -> own<future-trailers>");
    }

    private static void DefineTrailers(HostDefinitions definitions)
    {
        definitions.Resource(Types, "future-trailers");
        definitions.Function(
            Types,
            "[method]future-trailers.subscribe",
            (guest, _) => ComponentValue.FromResource(new WasiPollable(guest)),
            "(borrow<future-trailers>) -> own<pollable>");
        definitions.Function(
            Types,
            "[method]future-trailers.get",
            GetTrailers,
            "(borrow<future-trailers>) -> option<result<result<option<own<fields>>, "
                + $"{WasiHttpErrorCodes.Shape}>, _>>");
    }

    private static WasiIncomingResponse Response(ReadOnlySpan<ComponentValue> arguments) =>
        arguments[0].AsResource<WasiIncomingResponse>();

    // option<result<result<incoming-response, error-code>>>: none while it is under way, the outer error when it was
    // taken before.
    private static ComponentValue GetResponse(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiFutureResponse future = arguments[0].AsResource<WasiFutureResponse>();
        if (!future.Task.IsCompleted)
        {
            return ComponentValue.None;
        }

        if (future.IsTaken)
        {
            return ComponentValue.Some(Failed);
        }

        try
        {
            var response = new WasiIncomingResponse(guest, future.Take());
            return ComponentValue.Some(ComponentValue.Ok(ComponentValue.Ok(ComponentValue.FromResource(response))));
        }
        catch (GuestHttpException e)
        {
            return ComponentValue.Some(ComponentValue.Ok(ComponentValue.Error(WasiHttpErrorCodes.ToValue(e))));
        }
    }

    private static ComponentValue TakeStream(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiIncomingBody body = arguments[0].AsResource<WasiIncomingBody>();
        if (body.IsTaken)
        {
            return Failed;
        }

        body.IsTaken = true;
        return ComponentValue.Ok(ComponentValue.FromResource(new WasiIncomingBodyStream(guest, body)));
    }

    // option<result<result<option<trailers>, error-code>>>.
    private static ComponentValue GetTrailers(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiFutureTrailers future = arguments[0].AsResource<WasiFutureTrailers>();
        if (future.IsTaken)
        {
            return ComponentValue.Some(Failed);
        }

        future.IsTaken = true;
        return ComponentValue.Some(ComponentValue.Ok(ComponentValue.Ok(ComponentValue.None)));
    }
}
