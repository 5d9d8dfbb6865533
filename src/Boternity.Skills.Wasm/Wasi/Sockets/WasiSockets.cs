using Boternity.Skills.Wasm.Components;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:sockets</c>, which gives nothing: sockets cannot be made and names not looked up; each attempt answers <c>access-denied</c>.</summary>
internal static class WasiSockets
{
    private const int AccessDenied = 1;

    private static readonly Dictionary<string, string[]> Methods = new()
    {
        ["udp/udp-socket"] =
        [
            "start-bind", "finish-bind", "stream", "local-address", "remote-address", "address-family", "unicast-hop-limit", "set-unicast-hop-limit",
            "receive-buffer-size", "set-receive-buffer-size", "send-buffer-size", "set-send-buffer-size", "subscribe",
        ],
        ["udp/incoming-datagram-stream"] = ["receive", "subscribe"],
        ["udp/outgoing-datagram-stream"] = ["check-send", "send", "subscribe"],
        ["tcp/tcp-socket"] =
        [
            "start-bind", "finish-bind", "start-connect", "finish-connect", "start-listen", "finish-listen", "accept", "local-address", "remote-address",
            "is-listening", "address-family", "set-listen-backlog-size", "keep-alive-enabled", "set-keep-alive-enabled", "keep-alive-idle-time",
            "set-keep-alive-idle-time", "keep-alive-interval", "set-keep-alive-interval", "keep-alive-count", "set-keep-alive-count", "hop-limit",
            "set-hop-limit", "receive-buffer-size", "set-receive-buffer-size", "send-buffer-size", "set-send-buffer-size", "subscribe", "shutdown",
        ],
        ["ip-name-lookup/resolve-address-stream"] = ["resolve-next-address", "subscribe"],
    };

    public static void Define(ComponentLinker linker)
    {
        linker.DefineResource(Name("network"), "network", new RuntimeResource("network"));
        linker.DefineFunction(Name("instance-network"), "instance-network", (_, _) => ComponentValue.FromResource(new WasiNetwork()), "() -> own");
        linker.DefineFunction(Name("udp-create-socket"), "create-udp-socket", Deny, "(enum(2)) -> result<own, enum(21)>");
        linker.DefineFunction(Name("tcp-create-socket"), "create-tcp-socket", Deny, "(enum(2)) -> result<own, enum(21)>");
        linker.DefineFunction(Name("ip-name-lookup"), "resolve-addresses", Deny, "(borrow, string) -> result<own, enum(21)>");
        foreach ((string path, string[] methods) in Methods)
        {
            (string interfaceName, string resource) = (path[..path.IndexOf('/', StringComparison.Ordinal)], path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            linker.DefineResource(Name(interfaceName), resource, new RuntimeResource(resource));

            // No guest can have a handle to call these with; they are here so that it can be linked.
            foreach (string method in methods) linker.DefineFunction(Name(interfaceName), $"[method]{resource}.{method}", Unreachable);
        }
    }

    private static string Name(string interfaceName) => $"wasi:sockets/{interfaceName}@0.2.0";

    private static ComponentValue Deny(ComponentContext context, ReadOnlySpan<ComponentValue> arguments) => ComponentValue.Error(ComponentValue.FromEnum(AccessDenied));

    private static ComponentValue Unreachable(ComponentContext context, ReadOnlySpan<ComponentValue> arguments) =>
        throw new WasmTrapException(TrapCode.Host, "a socket's method was called, but there are no sockets");
}
