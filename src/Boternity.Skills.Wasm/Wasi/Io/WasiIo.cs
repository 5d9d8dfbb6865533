using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary><c>wasi:io</c>: error and poll. The streams are <see cref="WasiStreams"/>.</summary>
internal static class WasiIo
{
    private const string Poll = "wasi:io/poll@0.2.0";
    private const string Error = "wasi:io/error@0.2.0";
    private const int MaxPollables = 10_000;

    public static void Define(HostDefinitions definitions)
    {
        definitions.Resource(Error, "error");
        definitions.Function(
            Error,
            "[method]error.to-debug-string",
            (_, a) => ComponentValue.FromString(a[0].AsResource<WasiError>().Message),
            "(borrow<error>) -> string");
        definitions.Resource(Poll, "pollable");
        definitions.Function(
            Poll,
            "[method]pollable.ready",
            (_, a) => ComponentValue.FromBool(a[0].AsResource<WasiPollable>().IsReady),
            "(borrow<pollable>) -> bool");
        definitions.Function(Poll, "[method]pollable.block", Block, "(borrow<pollable>)");
        definitions.Function(Poll, "poll", PollAll, "(list<borrow<pollable>>) -> list<u32>");
    }

    private static ComponentValue Block(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiWait.UntilAny(guest, [arguments[0].AsResource<WasiPollable>()]);
        return default;
    }

    private static ComponentValue PollAll(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        ReadOnlySpan<ComponentValue> list = arguments[0].AsValues();
        if (list.Length == 0)
        {
            throw new WasmTrapException(TrapCode.Host, "poll of an empty list");
        }

        if (list.Length > MaxPollables)
        {
            throw new WasmTrapException(TrapCode.Host, $"poll of more than {MaxPollables} pollables");
        }

        guest.ConsumeFuel(list.Length);
        var pollables = new WasiPollable[list.Length];
        for (int i = 0; i < pollables.Length; i++)
        {
            pollables[i] = list[i].AsResource<WasiPollable>();
        }

        WasiWait.UntilAny(guest, pollables);
        var ready = new List<uint>();
        for (int i = 0; i < pollables.Length; i++)
        {
            if (pollables[i].IsReady)
            {
                ready.Add((uint)i);
            }
        }

        return ComponentValue.FromArray(ready.ToArray());
    }
}
