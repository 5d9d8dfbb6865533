namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>Preview 1's sockets. There never is one: whatever is open is something else.</summary>
internal static class Preview1Sockets
{
    public static IReadOnlyList<Preview1Function> Functions { get; } =
    [
        Refuse("sock_accept", "iii"),
        Refuse("sock_recv", "iiiiii"),
        Refuse("sock_send", "iiiii"),
        Refuse("sock_shutdown", "ii"),
    ];

    private static Preview1Function Refuse(string name, string parameters) => new()
    {
        Name = name,
        Parameters = parameters,
        Operation = static call =>
        {
            call.GetFile(0);
            return Errno.NotSocket;
        },
    };
}
