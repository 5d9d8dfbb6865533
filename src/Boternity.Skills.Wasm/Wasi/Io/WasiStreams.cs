using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:io/streams</c>.</summary>
internal static class WasiStreams
{
    private const string Streams = "wasi:io/streams@0.2.0";

    // A read brings no more than this, whatever the guest asks for: it may ask again.
    private const ulong MaxRead = 64 << 10;
    private const string WriteShape = "(borrow, list<u8>) -> result<_, variant(own, _)>";
    private const string ReadShape = "(borrow, u64) -> result<list<u8>, variant(own, _)>";
    private const string CountShape = "(borrow, u64) -> result<u64, variant(own, _)>";
    private const string SpliceShape = "(borrow, borrow, u64) -> result<u64, variant(own, _)>";
    private const string FlushShape = "(borrow) -> result<_, variant(own, _)>";
    private const string ZeroesShape = "(borrow, u64) -> result<_, variant(own, _)>";

    private static readonly byte[] Zeroes = new byte[WasiOutputStream.MaxWrite];

    private delegate ComponentValue Operation(ComponentContext context, ReadOnlySpan<ComponentValue> arguments);

    public static void Define(ComponentLinker linker)
    {
        linker.DefineResource(Streams, "input-stream", new RuntimeResource("input-stream", (_, s) => ((WasiInputStream)s).Dispose()));
        linker.DefineResource(Streams, "output-stream", new RuntimeResource("output-stream", (_, s) => ((WasiOutputStream)s).Dispose()));
        DefineInput(linker);
        DefineOutput(linker);
    }

    private static void DefineInput(ComponentLinker linker)
    {
        Define(linker, "[method]input-stream.read", (c, a) => Read(c, a, isBlocking: false), ReadShape);
        Define(linker, "[method]input-stream.blocking-read", (c, a) => Read(c, a, isBlocking: true), ReadShape);
        Define(linker, "[method]input-stream.skip", (c, a) => Skip(c, a, isBlocking: false), CountShape);
        Define(linker, "[method]input-stream.blocking-skip", (c, a) => Skip(c, a, isBlocking: true), CountShape);
        linker.DefineFunction(Streams, "[method]input-stream.subscribe", (_, a) => ComponentValue.FromResource(a[0].AsResource<WasiInputStream>().Subscribe()), "(borrow) -> own");
    }

    private static void DefineOutput(ComponentLinker linker)
    {
        Define(linker, "[method]output-stream.check-write", (_, a) => Output(a).IsClosed ? Closed : ComponentValue.Ok(ComponentValue.FromUnsigned(WasiOutputStream.MaxWrite)), "(borrow) -> result<u64, variant(own, _)>");
        Define(linker, "[method]output-stream.write", (c, a) => Write(c, a, flush: false), WriteShape);
        Define(linker, "[method]output-stream.blocking-write-and-flush", (c, a) => Write(c, a, flush: true), WriteShape);
        Define(linker, "[method]output-stream.flush", (_, a) => Flush(a), FlushShape);
        Define(linker, "[method]output-stream.blocking-flush", (_, a) => Flush(a), FlushShape);
        Define(linker, "[method]output-stream.write-zeroes", (c, a) => WriteZeroes(c, a), ZeroesShape);
        Define(linker, "[method]output-stream.blocking-write-zeroes-and-flush", (c, a) => WriteZeroes(c, a), ZeroesShape);
        Define(linker, "[method]output-stream.splice", (c, a) => Splice(c, a, isBlocking: false), SpliceShape);
        Define(linker, "[method]output-stream.blocking-splice", (c, a) => Splice(c, a, isBlocking: true), SpliceShape);
        linker.DefineFunction(Streams, "[method]output-stream.subscribe", (_, _) => ComponentValue.FromResource(new WasiPollable()), "(borrow) -> own");
    }

    private static ComponentValue Closed => ComponentValue.Error(ComponentValue.FromCase(1));

    // An operation that fails answers with the error; only traps leave a host function.
    private static void Define(ComponentLinker linker, string name, Operation operation, string shape) =>
        linker.DefineFunction(Streams, name, (context, arguments) =>
        {
            try
            {
                return operation(context, arguments);
            }
            catch (WasiStreamException e)
            {
                return ComponentValue.Error(ComponentValue.FromCase(0, ComponentValue.FromResource(e.Error)));
            }
        }, shape);

    private static WasiOutputStream Output(ReadOnlySpan<ComponentValue> arguments) => arguments[0].AsResource<WasiOutputStream>();

    private static ComponentValue Read(ComponentContext context, ReadOnlySpan<ComponentValue> arguments, bool isBlocking)
    {
        WasiInputStream stream = arguments[0].AsResource<WasiInputStream>();
        byte[] buffer = NewBuffer(context, Math.Min(arguments[1].AsU64(), MaxRead));
        int read = isBlocking ? stream.ReadBlocking(context.Store, buffer) : stream.Read(buffer);
        if (read < 0) return Closed;
        return ComponentValue.Ok(ComponentValue.FromArray(read == buffer.Length ? buffer : buffer[..read]));
    }

    // A buffer is paid for by its size, whatever comes into it: asking for much and getting nothing, over and over, is work, too.
    private static byte[] NewBuffer(ComponentContext context, ulong length)
    {
        context.Store.ConsumeFuel((long)length / 16);
        return new byte[length];
    }

    private static ComponentValue Skip(ComponentContext context, ReadOnlySpan<ComponentValue> arguments, bool isBlocking)
    {
        ComponentValue read = Read(context, arguments, isBlocking);
        return read.IsOk ? ComponentValue.Ok(ComponentValue.FromUnsigned((ulong)read.Payload.AsBytes().Length)) : read;
    }

    private static ComponentValue Write(ComponentContext context, ReadOnlySpan<ComponentValue> arguments, bool flush)
    {
        WasiOutputStream stream = Output(arguments);
        byte[] bytes = arguments[1].AsBytes();
        if (bytes.Length > WasiOutputStream.MaxWrite) throw new WasmTrapException(TrapCode.Host, "a write brings more than check-write allowed");
        if (stream.IsClosed) return Closed;
        context.Store.ConsumeFuel(bytes.Length / 16);
        stream.Write(bytes);
        if (flush) stream.Flush();
        return ComponentValue.Ok();
    }

    private static ComponentValue Flush(ReadOnlySpan<ComponentValue> arguments)
    {
        if (Output(arguments).IsClosed) return Closed;
        Output(arguments).Flush();
        return ComponentValue.Ok();
    }

    private static ComponentValue WriteZeroes(ComponentContext context, ReadOnlySpan<ComponentValue> arguments)
    {
        ulong length = arguments[1].AsU64();
        if (length > WasiOutputStream.MaxWrite) throw new WasmTrapException(TrapCode.Host, "a write brings more than check-write allowed");
        if (Output(arguments).IsClosed) return Closed;
        context.Store.ConsumeFuel((long)length / 16);
        Output(arguments).Write(Zeroes.AsSpan(0, (int)length));
        return ComponentValue.Ok();
    }

    private static ComponentValue Splice(ComponentContext context, ReadOnlySpan<ComponentValue> arguments, bool isBlocking)
    {
        WasiOutputStream output = Output(arguments);
        WasiInputStream input = arguments[1].AsResource<WasiInputStream>();
        if (output.IsClosed) return Closed;
        byte[] buffer = NewBuffer(context, Math.Min(arguments[2].AsU64(), WasiOutputStream.MaxWrite));
        int read = isBlocking ? input.ReadBlocking(context.Store, buffer) : input.Read(buffer);
        if (read < 0) return Closed;
        output.Write(buffer.AsSpan(0, read));
        return ComponentValue.Ok(ComponentValue.FromUnsigned((ulong)read));
    }
}
