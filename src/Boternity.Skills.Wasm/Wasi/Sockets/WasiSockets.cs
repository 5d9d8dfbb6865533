using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>
/// <c>wasi:sockets</c>. No grant opens a socket: each call that could answers <c>access-denied</c>, so that no guest ever holds one, and the
/// methods are there for components to link.
/// </summary>
internal static class WasiSockets
{
    private const int AccessDenied = 1;

    private const string Address = "variant(record(u16, tuple(u8, u8, u8, u8)), record(u16, u32, tuple(u16, u16, u16, u16, u16, u16, u16, u16), u32))";
    private const string IpAddress = "variant(tuple(u8, u8, u8, u8), tuple(u16, u16, u16, u16, u16, u16, u16, u16))";

    // What a guest gets for the network. It opens nothing.
    private static readonly object Network = new();

    public static void Define(ComponentLinker linker)
    {
        linker.DefineResource(Name("network"), "network", new RuntimeResource("network"));
        linker.DefineFunction(Name("network"), "network-error-code", static (_, _) => ComponentValue.None, "(borrow) -> option<enum(21)>");
        linker.DefineFunction(Name("instance-network"), "instance-network", static (_, _) => ComponentValue.FromResource(Network), "() -> own");
        Deny(linker, "tcp-create-socket", "create-tcp-socket", "(enum(2)) -> result<own");
        Deny(linker, "udp-create-socket", "create-udp-socket", "(enum(2)) -> result<own");
        DefineNames(linker);
        DefineTcp(linker);
        DefineUdp(linker);
    }

    private static void DefineNames(ComponentLinker linker)
    {
        const string names = "ip-name-lookup", stream = "resolve-address-stream";
        linker.DefineResource(Name(names), stream, new RuntimeResource(stream));
        Deny(linker, names, "resolve-addresses", "(borrow, string) -> result<own");
        Deny(linker, names, $"[method]{stream}.resolve-next-address", $"(borrow) -> result<option<{IpAddress}>");
        DefineSubscribe(linker, names, stream);
    }

    private static void DefineTcp(ComponentLinker linker)
    {
        const string tcp = "tcp", socket = "tcp-socket";
        DefineSocket(linker, tcp, socket);
        Deny(linker, tcp, "[method]tcp-socket.start-connect", $"(borrow, borrow, {Address}) -> result<_");
        Deny(linker, tcp, "[method]tcp-socket.finish-connect", "(borrow) -> result<tuple(own, own)");
        Deny(linker, tcp, "[method]tcp-socket.start-listen", "(borrow) -> result<_");
        Deny(linker, tcp, "[method]tcp-socket.finish-listen", "(borrow) -> result<_");
        Deny(linker, tcp, "[method]tcp-socket.accept", "(borrow) -> result<tuple(own, own, own)");
        Deny(linker, tcp, "[method]tcp-socket.shutdown", "(borrow, enum(3)) -> result<_");
        Deny(linker, tcp, "[method]tcp-socket.set-listen-backlog-size", "(borrow, u64) -> result<_");
        linker.DefineFunction(Name(tcp), "[method]tcp-socket.is-listening", static (_, _) => ComponentValue.FromBool(false), "(borrow) -> bool");
        DefineProperty(linker, tcp, socket, "keep-alive-enabled", "bool");
        DefineProperty(linker, tcp, socket, "keep-alive-idle-time", "u64");
        DefineProperty(linker, tcp, socket, "keep-alive-interval", "u64");
        DefineProperty(linker, tcp, socket, "keep-alive-count", "u32");
        DefineProperty(linker, tcp, socket, "hop-limit", "u8");
    }

    private static void DefineUdp(ComponentLinker linker)
    {
        const string udp = "udp", incoming = "incoming-datagram-stream", outgoing = "outgoing-datagram-stream";
        DefineSocket(linker, udp, "udp-socket");
        Deny(linker, udp, "[method]udp-socket.stream", $"(borrow, option<{Address}>) -> result<tuple(own, own)");
        DefineProperty(linker, udp, "udp-socket", "unicast-hop-limit", "u8");
        linker.DefineResource(Name(udp), incoming, new RuntimeResource(incoming));
        Deny(linker, udp, $"[method]{incoming}.receive", $"(borrow, u64) -> result<list<record(list<u8>, {Address})>");
        DefineSubscribe(linker, udp, incoming);
        linker.DefineResource(Name(udp), outgoing, new RuntimeResource(outgoing));
        Deny(linker, udp, $"[method]{outgoing}.check-send", "(borrow) -> result<u64");
        Deny(linker, udp, $"[method]{outgoing}.send", $"(borrow, list<record(list<u8>, option<{Address}>)>) -> result<u64");
        DefineSubscribe(linker, udp, outgoing);
    }

    /// <summary>What both kinds of socket have.</summary>
    private static void DefineSocket(ComponentLinker linker, string interfaceName, string resource)
    {
        linker.DefineResource(Name(interfaceName), resource, new RuntimeResource(resource));
        Deny(linker, interfaceName, $"[method]{resource}.start-bind", $"(borrow, borrow, {Address}) -> result<_");
        Deny(linker, interfaceName, $"[method]{resource}.finish-bind", "(borrow) -> result<_");
        Deny(linker, interfaceName, $"[method]{resource}.local-address", $"(borrow) -> result<{Address}");
        Deny(linker, interfaceName, $"[method]{resource}.remote-address", $"(borrow) -> result<{Address}");
        linker.DefineFunction(Name(interfaceName), $"[method]{resource}.address-family", static (_, _) => ComponentValue.FromEnum(0), "(borrow) -> enum(2)");
        DefineProperty(linker, interfaceName, resource, "receive-buffer-size", "u64");
        DefineProperty(linker, interfaceName, resource, "send-buffer-size", "u64");
        DefineSubscribe(linker, interfaceName, resource);
    }

    private static void DefineProperty(ComponentLinker linker, string interfaceName, string resource, string property, string type)
    {
        Deny(linker, interfaceName, $"[method]{resource}.{property}", $"(borrow) -> result<{type}");
        Deny(linker, interfaceName, $"[method]{resource}.set-{property}", $"(borrow, {type}) -> result<_");
    }

    private static void DefineSubscribe(ComponentLinker linker, string interfaceName, string resource) =>
        linker.DefineFunction(Name(interfaceName), $"[method]{resource}.subscribe", static (_, _) => ComponentValue.FromResource(new WasiPollable()), "(borrow) -> own");

    // The shape is that up to the error, which all have in common.
    private static void Deny(ComponentLinker linker, string interfaceName, string name, string shape) =>
        linker.DefineFunction(Name(interfaceName), name, static (_, _) => ComponentValue.Error(ComponentValue.FromEnum(AccessDenied)), $"{shape}, enum(21)>");

    private static string Name(string interfaceName) => $"wasi:sockets/{interfaceName}@0.2.0";
}
