using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:io</c>: error and poll. The streams are <see cref="WasiStreams"/>.</summary>
internal static class WasiIo
{
    private const string Poll = "wasi:io/poll@0.2.0";
    private const string Error = "wasi:io/error@0.2.0";
    private const int MaxPollables = 10_000;

    public static void Define(ComponentLinker linker)
    {
        linker.DefineResource(Error, "error", new RuntimeResource("error"));
        linker.DefineFunction(Error, "[method]error.to-debug-string", (_, a) => ComponentValue.FromString(a[0].AsResource<WasiError>().Message), "(borrow) -> string");
        linker.DefineResource(Poll, "pollable", new RuntimeResource("pollable"));
        linker.DefineFunction(Poll, "[method]pollable.ready", (_, a) => ComponentValue.FromBool(a[0].AsResource<WasiPollable>().IsReady), "(borrow) -> bool");
        linker.DefineFunction(Poll, "[method]pollable.block", Block, "(borrow)");
        linker.DefineFunction(Poll, "poll", PollAll, "(list<borrow>) -> list<u32>");
    }

    private static ComponentValue Block(ComponentContext context, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiWait.UntilAny(context.Store, [arguments[0].AsResource<WasiPollable>()]);
        return default;
    }

    private static ComponentValue PollAll(ComponentContext context, ReadOnlySpan<ComponentValue> arguments)
    {
        ReadOnlySpan<ComponentValue> list = arguments[0].AsValues();
        if (list.Length == 0) throw new WasmTrapException(TrapCode.Host, "poll of an empty list");
        if (list.Length > MaxPollables) throw new WasmTrapException(TrapCode.Host, $"poll of more than {MaxPollables} pollables");
        context.Store.ConsumeFuel(list.Length);
        var pollables = new WasiPollable[list.Length];
        for (int i = 0; i < pollables.Length; i++) pollables[i] = list[i].AsResource<WasiPollable>();
        WasiWait.UntilAny(context.Store, pollables);
        var ready = new List<uint>();
        for (int i = 0; i < pollables.Length; i++)
        {
            if (pollables[i].IsReady) ready.Add((uint)i);
        }

        return ComponentValue.FromArray(ready.ToArray());
    }
}
