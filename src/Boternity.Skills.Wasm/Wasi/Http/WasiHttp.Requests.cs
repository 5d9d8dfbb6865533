using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

internal static partial class WasiHttp
{
    private const string SetText = "(borrow, option<string>) -> result<_, _>";
    private const string GetText = "(borrow) -> option<string>";
    private const string Method = "variant(_, _, _, _, _, _, _, _, _, string)";
    private const string Scheme = "option<variant(_, _, string)>";
    private const int DefaultBodyLimit = 1 << 20;
    private const int MaxWord = 32;
    private const int MaxPath = 8 << 10;
    private const int MaxAuthority = 512;

    private static readonly System.Buffers.SearchValues<char> NotInAuthority = System.Buffers.SearchValues.Create("/\\?#@ \t\r\n\0");

    private static void DefineRequests(ComponentLinker linker)
    {
        Resource(linker, "outgoing-request", r => ((WasiOutgoingRequest)r).Close());
        linker.DefineFunction(Types, "[constructor]outgoing-request", (c, a) => ComponentValue.FromResource(new WasiOutgoingRequest(Wasi(c), Fields(a))), "(own) -> own");
        linker.DefineFunction(Types, "[method]outgoing-request.body", TakeBody, "(borrow) -> result<own, _>");
        linker.DefineFunction(Types, "[method]outgoing-request.method", (_, a) => Request(a).Method, $"(borrow) -> {Method}");
        linker.DefineFunction(Types, "[method]outgoing-request.set-method", SetMethod, $"(borrow, {Method}) -> result<_, _>");
        linker.DefineFunction(Types, "[method]outgoing-request.scheme", (_, a) => Request(a).Scheme, $"(borrow) -> {Scheme}");
        linker.DefineFunction(Types, "[method]outgoing-request.set-scheme", SetScheme, $"(borrow, {Scheme}) -> result<_, _>");
        linker.DefineFunction(Types, "[method]outgoing-request.path-with-query", (_, a) => ToOption(Request(a).Path), GetText);
        linker.DefineFunction(Types, "[method]outgoing-request.set-path-with-query", (_, a) => SetPath(Request(a), FromOption(a[1])), SetText);
        linker.DefineFunction(Types, "[method]outgoing-request.authority", (_, a) => ToOption(Request(a).Authority), GetText);
        linker.DefineFunction(Types, "[method]outgoing-request.set-authority", (_, a) => SetAuthority(Request(a), FromOption(a[1])), SetText);
        linker.DefineFunction(Types, "[method]outgoing-request.headers", (c, a) => ComponentValue.FromResource(Request(a).Headers.Clone(Wasi(c), isImmutable: true)), "(borrow) -> own");
        DefineBody(linker);
        DefineOptions(linker);
    }

    private static void DefineBody(ComponentLinker linker)
    {
        Resource(linker, "outgoing-body", body => ((WasiOutgoingBody)body).Finish(isComplete: false));
        linker.DefineFunction(Types, "[method]outgoing-body.write", (_, a) =>
        {
            WasiOutgoingBody body = a[0].AsResource<WasiOutgoingBody>();
            if (body.IsTaken) return Failed;
            body.IsTaken = true;
            return ComponentValue.Ok(ComponentValue.FromResource(body));
        }, "(borrow) -> result<own, _>");
        linker.DefineFunction(Types, "[static]outgoing-body.finish", (_, a) =>
        {
            a[0].AsResource<WasiOutgoingBody>().Finish(isComplete: true);
            return ComponentValue.Ok();
        }, $"(own, option<own>) -> result<_, {Error}>");
    }

    private static void DefineOptions(ComponentLinker linker)
    {
        Resource(linker, "request-options");
        linker.DefineFunction(Types, "[constructor]request-options", (_, _) => ComponentValue.FromResource(new WasiRequestOptions()), "() -> own");
        DefineTimeout(linker, "connect-timeout", o => o.Connect, (o, t) => o.Connect = t);
        DefineTimeout(linker, "first-byte-timeout", o => o.FirstByte, (o, t) => o.FirstByte = t);
        DefineTimeout(linker, "between-bytes-timeout", o => o.BetweenBytes, (o, t) => o.BetweenBytes = t);
    }

    private static void DefineTimeout(ComponentLinker linker, string name, Func<WasiRequestOptions, ulong?> get, Action<WasiRequestOptions, ulong?> set)
    {
        linker.DefineFunction(
            Types,
            $"[method]request-options.{name}",
            (_, a) => get(a[0].AsResource<WasiRequestOptions>()) is { } value ? ComponentValue.Some(ComponentValue.FromUnsigned(value)) : ComponentValue.None,
            "(borrow) -> option<u64>");
        linker.DefineFunction(Types, $"[method]request-options.set-{name}", (_, a) =>
        {
            set(a[0].AsResource<WasiRequestOptions>(), a[1].IsSome ? a[1].Payload.AsU64() : null);
            return ComponentValue.Ok();
        }, "(borrow, option<u64>) -> result<_, _>");
    }

    private static WasiOutgoingRequest Request(ReadOnlySpan<ComponentValue> arguments) => arguments[0].AsResource<WasiOutgoingRequest>();

    private static ComponentValue ToOption(string? text) => text is null ? ComponentValue.None : ComponentValue.Some(ComponentValue.FromString(text));

    private static string? FromOption(ComponentValue option) => option.IsSome ? option.Payload.AsString() : null;

    private static ComponentValue TakeBody(ComponentContext context, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiOutgoingRequest request = Request(arguments);
        if (request.Body is not null) return Failed;
        request.Body = new WasiOutgoingBody(Wasi(context), Wasi(context).Http?.MaxRequestBytes ?? DefaultBodyLimit);
        return ComponentValue.Ok(ComponentValue.FromResource(request.Body));
    }

    private static ComponentValue SetMethod(ComponentContext context, ReadOnlySpan<ComponentValue> arguments)
    {
        string method = ToMethod(arguments[1]);
        if (method.Length > MaxWord || WasiFields.Check(method, null) == 0) return Failed;
        Request(arguments).Method = arguments[1];
        return ComponentValue.Ok();
    }

    private static ComponentValue SetScheme(ComponentContext context, ReadOnlySpan<ComponentValue> arguments)
    {
        string scheme = ToScheme(arguments[1]);
        if (scheme.Length > MaxWord || !Uri.CheckSchemeName(scheme)) return Failed;
        Request(arguments).Scheme = arguments[1];
        return ComponentValue.Ok();
    }

    // What would end the path, or the line it stands in, is refused; the URL as a whole is the host's to judge.
    private static ComponentValue SetPath(WasiOutgoingRequest request, string? path)
    {
        if (path is not null && (path.Length > MaxPath || path.AsSpan().ContainsAnyInRange('\0', ' ') || path.Contains('#', StringComparison.Ordinal) || !path.StartsWith('/'))) return Failed;
        request.Path = path;
        return ComponentValue.Ok();
    }

    private static ComponentValue SetAuthority(WasiOutgoingRequest request, string? authority)
    {
        if (authority is not null && (authority.Length is 0 or > MaxAuthority || authority.AsSpan().ContainsAny(NotInAuthority))) return Failed;
        request.Authority = authority;
        return ComponentValue.Ok();
    }
}
