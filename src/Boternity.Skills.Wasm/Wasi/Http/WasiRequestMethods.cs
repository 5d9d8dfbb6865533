using System.Buffers;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>
/// The functions of <c>wasi:http/types.outgoing-request</c>, <c>outgoing-body</c> and <c>request-options</c>.
/// </summary>
internal static class WasiRequestMethods
{
    /// <summary>The most bytes that a body has where there is nobody to send it.</summary>
    public const int DefaultBodyLimit = 1 << 20;

    private const string Types = WasiHttp.Types;
    private const string SetText = "(borrow<outgoing-request>, option<string>) -> result<_, _>";
    private const string GetText = "(borrow<outgoing-request>) -> option<string>";
    private const string Method = "variant(_, _, _, _, _, _, _, _, _, string)";
    private const string Scheme = "option<variant(_, _, string)>";
    private const int MaxWord = 32;
    private const int MaxPath = 8 << 10;
    private const int MaxAuthority = 512;

    private static readonly SearchValues<char> NotInAuthority = SearchValues.Create("/\\?#@ \t\r\n\0");

    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

    public static void Define(HostDefinitions definitions)
    {
        definitions.Resource(Types, "outgoing-request");
        definitions.Function(
            Types,
            "[constructor]outgoing-request",
            (guest, a) => ComponentValue.FromResource(new WasiOutgoingRequest(guest, a[0].AsResource<WasiFields>())),
            "(own<fields>) -> own<outgoing-request>");
        Define(definitions, "body", TakeBody, "(borrow<outgoing-request>) -> result<own<outgoing-body>, _>");
        Define(definitions, "method", (_, a) => Request(a).Method, $"(borrow<outgoing-request>) -> {Method}");
        Define(definitions, "set-method", SetMethod, $"(borrow<outgoing-request>, {Method}) -> result<_, _>");
        Define(definitions, "scheme", (_, a) => Request(a).Scheme, $"(borrow<outgoing-request>) -> {Scheme}");
        Define(definitions, "set-scheme", SetScheme, $"(borrow<outgoing-request>, {Scheme}) -> result<_, _>");
        Define(definitions, "path-with-query", (_, a) => ToOption(Request(a).Path), GetText);
        Define(definitions, "set-path-with-query", (_, a) => SetPath(Request(a), FromOption(a[1])), SetText);
        Define(definitions, "authority", (_, a) => ToOption(Request(a).Authority), GetText);
        Define(definitions, "set-authority", (_, a) => SetAuthority(Request(a), FromOption(a[1])), SetText);
        Define(
            definitions,
            "headers",
            (_, a) => ComponentValue.FromResource(Request(a).Headers.Clone(asImmutable: true)),
            "(borrow<outgoing-request>) -> own<fields>");
        DefineBody(definitions);
        DefineOptions(definitions);
    }

    /// <summary>The name of a <c>method</c>.</summary>
    public static string ToMethod(ComponentValue method) =>
        method.AsCase() < Methods.Length ? Methods[method.AsCase()] : method.Payload.AsString();

    /// <summary>The name of a <c>scheme</c>. None is https: nobody sends in the clear by forgetting.</summary>
    public static string ToScheme(ComponentValue scheme) => !scheme.IsSome ? "https" : scheme.Payload.AsCase() switch
    {
        0 => "http",
        1 => "https",
        _ => scheme.Payload.Payload.AsString(),
    };

    private static ComponentValue Failed => ComponentValue.Error();

    private static void Define(HostDefinitions definitions, string name, HostFunctionCallback callback, string shape) =>
        definitions.Function(Types, $"[method]outgoing-request.{name}", callback, shape);

    private static void DefineBody(HostDefinitions definitions)
    {
        definitions.Resource(Types, "outgoing-body");
        definitions.Function(
            Types,
            "[method]outgoing-body.write",
            TakeStream,
            "(borrow<outgoing-body>) -> result<own<output-stream>, _>");
        definitions.Function(
            Types,
            "[static]outgoing-body.finish",
            Finish,
            $"(own<outgoing-body>, option<own<fields>>) -> result<_, {WasiHttpErrorCodes.Shape}>");
    }

    private static void DefineOptions(HostDefinitions definitions)
    {
        definitions.Resource(Types, "request-options");
        definitions.Function(
            Types,
            "[constructor]request-options",
            (guest, _) => ComponentValue.FromResource(new WasiRequestOptions(guest)),
            "() -> own<request-options>");
        DefineTimeout(definitions, "connect-timeout", o => o.Connect, (o, t) => o.Connect = t);
        DefineTimeout(definitions, "first-byte-timeout", o => o.FirstByte, (o, t) => o.FirstByte = t);
        DefineTimeout(definitions, "between-bytes-timeout", o => o.BetweenBytes, (o, t) => o.BetweenBytes = t);
    }

    private static void DefineTimeout(
        HostDefinitions definitions,
        string name,
        Func<WasiRequestOptions, ulong?> get,
        Action<WasiRequestOptions, ulong?> set)
    {
        definitions.Function(
            Types,
            $"[method]request-options.{name}",
            (_, a) => get(a[0].AsResource<WasiRequestOptions>()) is { } value
                ? ComponentValue.Some(ComponentValue.FromUnsigned(value))
                : ComponentValue.None,
            "(borrow<request-options>) -> option<u64>");
        definitions.Function(
            Types,
            $"[method]request-options.set-{name}",
            (_, a) =>
            {
                set(a[0].AsResource<WasiRequestOptions>(), a[1].IsSome ? a[1].Payload.AsU64() : null);
                return ComponentValue.Ok();
            },
            "(borrow<request-options>, option<u64>) -> result<_, _>");
    }

    private static WasiOutgoingRequest Request(ReadOnlySpan<ComponentValue> arguments) =>
        arguments[0].AsResource<WasiOutgoingRequest>();

    private static ComponentValue ToOption(string? text) =>
        text is null ? ComponentValue.None : ComponentValue.Some(ComponentValue.FromString(text));

    private static string? FromOption(ComponentValue option) => option.IsSome ? option.Payload.AsString() : null;

    private static ComponentValue TakeBody(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiOutgoingRequest request = Request(arguments);
        if (request.Content is not null)
        {
            return Failed;
        }

        var content = new WasiOutgoingContent(guest, guest.System.Http?.MaxRequestBytes ?? DefaultBodyLimit);
        var body = new WasiOutgoingBody(guest, content);
        request.Content = content;
        return ComponentValue.Ok(ComponentValue.FromResource(body));
    }

    private static ComponentValue TakeStream(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiOutgoingBody body = arguments[0].AsResource<WasiOutgoingBody>();
        if (body.IsTaken)
        {
            return Failed;
        }

        body.IsTaken = true;
        return ComponentValue.Ok(ComponentValue.FromResource(new WasiOutgoingBodyStream(guest, body.Content)));
    }

    private static ComponentValue Finish(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        using WasiOutgoingBody body = arguments[0].AsResource<WasiOutgoingBody>();
        using WasiFields? trailers = arguments[1].IsSome ? arguments[1].Payload.AsResource<WasiFields>() : null;
        body.Content.Finish(isComplete: true);
        return ComponentValue.Ok();
    }

    private static ComponentValue SetMethod(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        string method = ToMethod(arguments[1]);
        if (method.Length > MaxWord || WasiFields.Check(method, null) == 0)
        {
            return Failed;
        }

        Request(arguments).Method = arguments[1];
        return ComponentValue.Ok();
    }

    private static ComponentValue SetScheme(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        string scheme = ToScheme(arguments[1]);
        if (scheme.Length > MaxWord || !Uri.CheckSchemeName(scheme))
        {
            return Failed;
        }

        Request(arguments).Scheme = arguments[1];
        return ComponentValue.Ok();
    }

    // What would end the path, or the line it stands in, is refused; the URL as a whole is the host's to judge.
    private static ComponentValue SetPath(WasiOutgoingRequest request, string? path)
    {
        if (path is not null
            && (path.Length > MaxPath
                || path.AsSpan().ContainsAnyInRange('\0', ' ')
                || path.Contains('#', StringComparison.Ordinal)
                || !path.StartsWith('/')))
        {
            return Failed;
        }

        request.Path = path;
        return ComponentValue.Ok();
    }

    private static ComponentValue SetAuthority(WasiOutgoingRequest request, string? authority)
    {
        if (authority is not null
            && (authority.Length is 0 or > MaxAuthority || authority.AsSpan().ContainsAny(NotInAuthority)))
        {
            return Failed;
        }

        request.Authority = authority;
        return ComponentValue.Ok();
    }
}
