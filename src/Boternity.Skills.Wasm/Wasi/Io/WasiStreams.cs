using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary><c>wasi:io/streams</c>.</summary>
internal static class WasiStreams
{
    private const string Streams = "wasi:io/streams@0.2.0";

    // A read brings no more than this, whatever the guest asks for: it may ask again.
    private const ulong MaxRead = 64 << 10;
    private const string WriteShape = "(borrow<output-stream>, list<u8>) -> result<_, variant(own<error>, _)>";
    private const string ReadShape = "(borrow<input-stream>, u64) -> result<list<u8>, variant(own<error>, _)>";
    private const string CountShape = "(borrow<input-stream>, u64) -> result<u64, variant(own<error>, _)>";
    private const string SpliceShape =
        "(borrow<output-stream>, borrow<input-stream>, u64) -> result<u64, variant(own<error>, _)>";

    private const string FlushShape = "(borrow<output-stream>) -> result<_, variant(own<error>, _)>";
    private const string ZeroesShape = "(borrow<output-stream>, u64) -> result<_, variant(own<error>, _)>";

    private static readonly byte[] Zeroes = new byte[WasiOutputStream.MaxWrite];

    public static void Define(HostDefinitions definitions)
    {
        definitions.Resource(Streams, "input-stream");
        definitions.Resource(Streams, "output-stream");
        DefineInput(definitions);
        DefineOutput(definitions);
    }

    private static void DefineInput(HostDefinitions definitions)
    {
        Define(definitions, "[method]input-stream.read", (c, a) => Read(c, a, isBlocking: false), ReadShape);
        Define(definitions, "[method]input-stream.blocking-read", (c, a) => Read(c, a, isBlocking: true), ReadShape);
        Define(definitions, "[method]input-stream.skip", (c, a) => Skip(c, a, isBlocking: false), CountShape);
        Define(definitions, "[method]input-stream.blocking-skip", (c, a) => Skip(c, a, isBlocking: true), CountShape);
        definitions.Function(
            Streams,
            "[method]input-stream.subscribe",
            (_, a) => ComponentValue.FromResource(a[0].AsResource<WasiInputStream>().Subscribe()),
            "(borrow<input-stream>) -> own<pollable>");
    }

    private static void DefineOutput(HostDefinitions definitions)
    {
        Define(
            definitions,
            "[method]output-stream.check-write",
            (_, a) =>
                Output(a).IsClosed ? Closed : ComponentValue.Ok(ComponentValue.FromUnsigned(WasiOutputStream.MaxWrite)),
            "(borrow<output-stream>) -> result<u64, variant(own<error>, _)>");
        Define(definitions, "[method]output-stream.write", (c, a) => Write(c, a), WriteShape);
        Define(definitions, "[method]output-stream.blocking-write-and-flush", (c, a) => Write(c, a), WriteShape);
        Define(definitions, "[method]output-stream.flush", Flush, FlushShape);
        Define(definitions, "[method]output-stream.blocking-flush", Flush, FlushShape);
        Define(definitions, "[method]output-stream.write-zeroes", (c, a) => WriteZeroes(c, a), ZeroesShape);
        Define(
            definitions,
            "[method]output-stream.blocking-write-zeroes-and-flush",
            (c, a) => WriteZeroes(c, a),
            ZeroesShape);
        Define(definitions, "[method]output-stream.splice", (c, a) => Splice(c, a, isBlocking: false), SpliceShape);
        Define(
            definitions,
            "[method]output-stream.blocking-splice",
            (c, a) => Splice(c, a, isBlocking: true),
            SpliceShape);
        definitions.Function(
            Streams,
            "[method]output-stream.subscribe",
            (_, a) => ComponentValue.FromResource(Output(a).Subscribe()),
            "(borrow<output-stream>) -> own<pollable>");
    }

    private static ComponentValue Closed => ComponentValue.Error(ComponentValue.FromCase(1));

    // An operation that fails answers with the error; only traps leave a host function.
    private static void Define(
        HostDefinitions definitions, string name, HostFunctionCallback operation, string shape) =>
        definitions.Function(Streams, name, (guest, arguments) =>
        {
            try
            {
                return operation(guest, arguments);
            }
            catch (WasiStreamException e)
            {
                return ComponentValue.Error(ComponentValue.FromCase(0, ComponentValue.FromResource(e.Error)));
            }
        }, shape);

    private static WasiOutputStream Output(ReadOnlySpan<ComponentValue> arguments) =>
        arguments[0].AsResource<WasiOutputStream>();

    private static ComponentValue Read(Guest guest, ReadOnlySpan<ComponentValue> arguments, bool isBlocking)
    {
        WasiInputStream stream = arguments[0].AsResource<WasiInputStream>();
        byte[] buffer = NewBuffer(guest, Math.Min(arguments[1].AsU64(), MaxRead));
        int read = isBlocking ? stream.ReadBlocking(buffer) : stream.Read(buffer);
        if (read < 0)
        {
            return Closed;
        }

        return ComponentValue.Ok(ComponentValue.FromArray(read == buffer.Length ? buffer : buffer[..read]));
    }

    // A buffer is paid for by its size, whatever comes into it: asking for much and getting nothing, over and over, is
    // work, too.
    private static byte[] NewBuffer(Guest guest, ulong length)
    {
        guest.ConsumeFuelForBytes((long)length);
        return new byte[length];
    }

    private static ComponentValue Skip(Guest guest, ReadOnlySpan<ComponentValue> arguments, bool isBlocking)
    {
        ComponentValue read = Read(guest, arguments, isBlocking);
        return read.IsOk ? ComponentValue.Ok(ComponentValue.FromUnsigned((ulong)read.Payload.AsBytes().Length)) : read;
    }

    private static ComponentValue Write(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiOutputStream stream = Output(arguments);
        byte[] bytes = arguments[1].AsBytes();
        if (bytes.Length > WasiOutputStream.MaxWrite)
        {
            throw new WasmTrapException(TrapCode.Host, "a write brings more than check-write allowed");
        }

        if (stream.IsClosed)
        {
            return Closed;
        }

        guest.ConsumeFuelForBytes(bytes.Length);
        stream.Write(bytes);

        return ComponentValue.Ok();
    }

    // Nothing waits to be flushed: bytes are with the host as soon as they are written. Making files durable is what
    // sync is for.
    private static ComponentValue Flush(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        Output(arguments).IsClosed ? Closed : ComponentValue.Ok();

    private static ComponentValue WriteZeroes(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        ulong length = arguments[1].AsU64();
        if (length > WasiOutputStream.MaxWrite)
        {
            throw new WasmTrapException(TrapCode.Host, "a write brings more than check-write allowed");
        }

        if (Output(arguments).IsClosed)
        {
            return Closed;
        }

        guest.ConsumeFuelForBytes((long)length);
        Output(arguments).Write(Zeroes.AsSpan(0, (int)length));
        return ComponentValue.Ok();
    }

    private static ComponentValue Splice(Guest guest, ReadOnlySpan<ComponentValue> arguments, bool isBlocking)
    {
        WasiOutputStream output = Output(arguments);
        WasiInputStream input = arguments[1].AsResource<WasiInputStream>();
        if (output.IsClosed)
        {
            return Closed;
        }

        byte[] buffer = NewBuffer(guest, Math.Min(arguments[2].AsU64(), WasiOutputStream.MaxWrite));
        int read = isBlocking ? input.ReadBlocking(buffer) : input.Read(buffer);
        if (read < 0)
        {
            return Closed;
        }

        output.Write(buffer.AsSpan(0, read));
        return ComponentValue.Ok(ComponentValue.FromUnsigned((ulong)read));
    }
}
