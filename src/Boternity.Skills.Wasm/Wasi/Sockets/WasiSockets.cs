using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Sockets;

/// <summary>
/// <c>wasi:sockets</c>. No grant opens a socket: each call that could answers <c>access-denied</c>, so that no guest
/// ever holds one, and the methods are there for components to link.
/// </summary>
internal static class WasiSockets
{
    private const int AccessDenied = 1;

    private const string Address4 = "tuple(u8, u8, u8, u8)";
    private const string Address6 = "tuple(u16, u16, u16, u16, u16, u16, u16, u16)";
    private const string Address = $"variant(record(u16, {Address4}), record(u16, u32, {Address6}, u32))";
    private const string Tcp = "borrow<tcp-socket>";
    private const string Streams = "own<input-stream>, own<output-stream>";
    private const string IpAddress = $"variant({Address4}, {Address6})";

    public static void Define(HostDefinitions definitions)
    {
        definitions.Resource(Name("network"), "network");
        definitions.Function(
            Name("network"),
            "network-error-code",
            static (_, _) => ComponentValue.None,
            "(borrow<error>) -> option<enum(21)>");
        definitions.Function(
            Name("instance-network"),
            "instance-network",
            static (guest, _) => ComponentValue.FromResource(new WasiNetwork(guest)),
            "() -> own<network>");
        Deny(definitions, "tcp-create-socket", "create-tcp-socket", "(enum(2)) -> result<own<tcp-socket>");
        Deny(definitions, "udp-create-socket", "create-udp-socket", "(enum(2)) -> result<own<udp-socket>");
        DefineNames(definitions);
        DefineTcp(definitions);
        DefineUdp(definitions);
    }

    private static void DefineNames(HostDefinitions definitions)
    {
        const string names = "ip-name-lookup", stream = "resolve-address-stream";
        definitions.Resource(Name(names), stream);
        Deny(definitions, names, "resolve-addresses", $"(borrow<network>, string) -> result<own<{stream}>");
        Deny(
            definitions,
            names,
            $"[method]{stream}.resolve-next-address",
            $"(borrow<{stream}>) -> result<option<{IpAddress}>");
        DefineSubscribe(definitions, names, stream);
    }

    private static void DefineTcp(HostDefinitions definitions)
    {
        const string tcp = "tcp", socket = "tcp-socket";
        DefineSocket(definitions, tcp, socket);
        Deny(definitions, tcp, "[method]tcp-socket.start-connect", $"({Tcp}, borrow<network>, {Address}) -> result<_");
        Deny(definitions, tcp, "[method]tcp-socket.finish-connect", $"({Tcp}) -> result<tuple({Streams})");
        Deny(definitions, tcp, "[method]tcp-socket.start-listen", $"({Tcp}) -> result<_");
        Deny(definitions, tcp, "[method]tcp-socket.finish-listen", $"({Tcp}) -> result<_");
        Deny(definitions, tcp, "[method]tcp-socket.accept", $"({Tcp}) -> result<tuple(own<tcp-socket>, {Streams})");
        Deny(definitions, tcp, "[method]tcp-socket.shutdown", $"({Tcp}, enum(3)) -> result<_");
        Deny(definitions, tcp, "[method]tcp-socket.set-listen-backlog-size", $"({Tcp}, u64) -> result<_");
        definitions.Function(
            Name(tcp),
            "[method]tcp-socket.is-listening",
            static (_, _) => ComponentValue.FromBool(false),
            $"({Tcp}) -> bool");
        DefineProperty(definitions, tcp, socket, "keep-alive-enabled", "bool");
        DefineProperty(definitions, tcp, socket, "keep-alive-idle-time", "u64");
        DefineProperty(definitions, tcp, socket, "keep-alive-interval", "u64");
        DefineProperty(definitions, tcp, socket, "keep-alive-count", "u32");
        DefineProperty(definitions, tcp, socket, "hop-limit", "u8");
    }

    private static void DefineUdp(HostDefinitions definitions)
    {
        const string udp = "udp", incoming = "incoming-datagram-stream", outgoing = "outgoing-datagram-stream";
        DefineSocket(definitions, udp, "udp-socket");
        Deny(
            definitions,
            udp,
            "[method]udp-socket.stream",
            $"(borrow<udp-socket>, option<{Address}>) -> result<tuple(own<{incoming}>, own<{outgoing}>)");
        DefineProperty(definitions, udp, "udp-socket", "unicast-hop-limit", "u8");
        definitions.Resource(Name(udp), incoming);
        Deny(
            definitions,
            udp,
            $"[method]{incoming}.receive",
            $"(borrow<{incoming}>, u64) -> result<list<record(list<u8>, {Address})>");
        DefineSubscribe(definitions, udp, incoming);
        definitions.Resource(Name(udp), outgoing);
        Deny(definitions, udp, $"[method]{outgoing}.check-send", $"(borrow<{outgoing}>) -> result<u64");
        Deny(
            definitions,
            udp,
            $"[method]{outgoing}.send",
            $"(borrow<{outgoing}>, list<record(list<u8>, option<{Address}>)>) -> result<u64");
        DefineSubscribe(definitions, udp, outgoing);
    }

    /// <summary>What both kinds of socket have.</summary>
    private static void DefineSocket(HostDefinitions definitions, string interfaceName, string resource)
    {
        definitions.Resource(Name(interfaceName), resource);
        Deny(
            definitions,
            interfaceName,
            $"[method]{resource}.start-bind",
            $"(borrow<{resource}>, borrow<network>, {Address}) -> result<_");
        Deny(definitions, interfaceName, $"[method]{resource}.finish-bind", $"(borrow<{resource}>) -> result<_");
        Deny(
            definitions,
            interfaceName,
            $"[method]{resource}.local-address",
            $"(borrow<{resource}>) -> result<{Address}");
        Deny(
            definitions,
            interfaceName,
            $"[method]{resource}.remote-address",
            $"(borrow<{resource}>) -> result<{Address}");
        definitions.Function(
            Name(interfaceName),
            $"[method]{resource}.address-family",
            static (_, _) => ComponentValue.FromEnum(0),
            $"(borrow<{resource}>) -> enum(2)");
        DefineProperty(definitions, interfaceName, resource, "receive-buffer-size", "u64");
        DefineProperty(definitions, interfaceName, resource, "send-buffer-size", "u64");
        DefineSubscribe(definitions, interfaceName, resource);
    }

    private static void DefineProperty(
        HostDefinitions definitions, string interfaceName, string resource, string property, string type)
    {
        Deny(definitions, interfaceName, $"[method]{resource}.{property}", $"(borrow<{resource}>) -> result<{type}");
        Deny(
            definitions,
            interfaceName,
            $"[method]{resource}.set-{property}",
            $"(borrow<{resource}>, {type}) -> result<_");
    }

    private static void DefineSubscribe(HostDefinitions definitions, string interfaceName, string resource) =>
        definitions.Function(
            Name(interfaceName),
            $"[method]{resource}.subscribe",
            static (guest, _) => ComponentValue.FromResource(new WasiPollable(guest)),
            $"(borrow<{resource}>) -> own<pollable>");

    // The shape is that up to the error, which all have in common.
    private static void Deny(HostDefinitions definitions, string interfaceName, string name, string shape) =>
        definitions.Function(
            Name(interfaceName),
            name,
            static (_, _) => ComponentValue.Error(ComponentValue.FromEnum(AccessDenied)),
            $"{shape}, enum(21)>");

    private static string Name(string interfaceName) => $"wasi:sockets/{interfaceName}@0.2.0";
}
