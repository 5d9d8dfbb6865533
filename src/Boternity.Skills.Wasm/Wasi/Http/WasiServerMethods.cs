using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>
/// The part of <c>wasi:http/types</c> for servers. A guest may export one; none is ever called, so most of these cannot
/// be reached. They are here so that it can be linked.
/// </summary>
internal static class WasiServerMethods
{
    private const string Types = WasiHttp.Types;

    private static readonly string[] RequestMethods =
    [
        "method", "path-with-query", "scheme", "authority", "headers", "consume",
    ];

    public static void Define(HostDefinitions definitions)
    {
        definitions.Resource(Types, "incoming-request");
        foreach (string name in RequestMethods)
        {
            definitions.Function(Types, $"[method]incoming-request.{name}", Unreachable);
        }

        definitions.Resource(Types, "response-outparam");
        definitions.Function(Types, "[static]response-outparam.set", Unreachable);
        definitions.Function(Types, "[method]response-outparam.send-informational", Unreachable);
        DefineOutgoingResponse(definitions);
    }

    private static ComponentValue Failed => ComponentValue.Error();

    private static void DefineOutgoingResponse(HostDefinitions definitions)
    {
        definitions.Resource(Types, "outgoing-response");
        definitions.Function(
            Types,
            "[constructor]outgoing-response",
            (guest, a) => ComponentValue.FromResource(new WasiOutgoingResponse(guest, a[0].AsResource<WasiFields>())),
            "(own<fields>) -> own<outgoing-response>");
        definitions.Function(
            Types,
            "[method]outgoing-response.status-code",
            (_, a) => ComponentValue.FromUnsigned(Response(a).Status),
            "(borrow<outgoing-response>) -> u16");
        definitions.Function(
            Types,
            "[method]outgoing-response.set-status-code",
            (_, a) => SetStatus(Response(a), a[1].AsU16()),
            "(borrow<outgoing-response>, u16) -> result<_, _>");
        definitions.Function(
            Types,
            "[method]outgoing-response.headers",
            (_, a) => ComponentValue.FromResource(Response(a).Headers.Clone(asImmutable: true)),
            "(borrow<outgoing-response>) -> own<fields>");
        definitions.Function(
            Types,
            "[method]outgoing-response.body",
            (guest, a) => TakeBody(guest, Response(a)),
            "(borrow<outgoing-response>) -> result<own<outgoing-body>, _>");
    }

    private static WasiOutgoingResponse Response(ReadOnlySpan<ComponentValue> arguments) =>
        arguments[0].AsResource<WasiOutgoingResponse>();

    private static ComponentValue SetStatus(WasiOutgoingResponse response, ushort status)
    {
        if (status is < 100 or > 999)
        {
            return Failed;
        }

        response.Status = status;
        return ComponentValue.Ok();
    }

    private static ComponentValue TakeBody(Guest guest, WasiOutgoingResponse response)
    {
        if (response.IsBodyTaken)
        {
            return Failed;
        }

        // Nobody sends it: what is finished is of no more use.
        var content = new WasiOutgoingContent(guest, WasiRequestMethods.DefaultBodyLimit);
        content.Abandon();
        var body = new WasiOutgoingBody(guest, content);
        response.IsBodyTaken = true;
        return ComponentValue.Ok(ComponentValue.FromResource(body));
    }

    private static ComponentValue Unreachable(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        throw new WasmTrapException(TrapCode.Host, "a server's function was called, but nothing is served");
}
