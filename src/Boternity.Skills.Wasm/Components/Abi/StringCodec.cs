using System.Buffers.Binary;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>Strings: a pointer and a length.</summary>
internal sealed class StringCodec(DefValType type) : Codec(type)
{
    public override ComponentValue Load(in AbiCall call, uint pointer)
    {
        ReadOnlySpan<byte> bytes = call.GetSpan(pointer, 8);
        return StringReader.Read(
            call,
            BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
    }

    public override void Store(in AbiCall call, in ComponentValue value, uint pointer)
    {
        (uint begin, uint length) = Write(call, value);
        Span<byte> bytes = call.GetSpan(pointer, 8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, begin);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], length);
    }

    public override ComponentValue Lift(in AbiCall call, ReadOnlySpan<ulong> flat) =>
        StringReader.Read(call, (uint)flat[0], (uint)flat[1]);

    public override void Lower(in AbiCall call, in ComponentValue value, Span<ulong> flat) =>
        (flat[0], flat[1]) = Write(call, value);

    private static (uint Pointer, uint TaggedUnits) Write(in AbiCall call, in ComponentValue value) =>
        value.Reference switch
        {
            string text => StringWriter.Write(call, value, text),
            Utf8Text text => StringWriter.Write(call, text),
            _ => Mismatch<(uint, uint)>("string"),
        };
}
