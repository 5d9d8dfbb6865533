using System.Runtime.CompilerServices;
using System.Text;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Components;

/// <summary>Reads the values that a guest passes to the host. What they take of the host's memory is charged.</summary>
internal static unsafe class ValueReader
{
    private const int ValueBytes = 16;
    private const int ObjectBytes = 24;

    /// <exception cref="WasmTrapException">A limit does not allow the value, or a handle means nothing.</exception>
    public static ComponentValue Read(ValueShape shape, ComponentVal* value, WasmtimeGuest guest, nint context)
    {
        switch (shape.Kind)
        {
            case DefValTypeKind.Bool: return ComponentValue.FromBool(value->Bool != 0);
            case DefValTypeKind.S8: return ComponentValue.FromSigned(value->S8);
            case DefValTypeKind.U8: return ComponentValue.FromUnsigned(value->U8);
            case DefValTypeKind.S16: return ComponentValue.FromSigned(value->S16);
            case DefValTypeKind.U16: return ComponentValue.FromUnsigned(value->U16);
            case DefValTypeKind.S32: return ComponentValue.FromSigned(value->S32);
            case DefValTypeKind.U32 or DefValTypeKind.Char or DefValTypeKind.F32:
                return ComponentValue.FromUnsigned(value->U32);
            case DefValTypeKind.S64 or DefValTypeKind.U64 or DefValTypeKind.F64:
                return ComponentValue.FromUnsigned(value->U64);
            case DefValTypeKind.String: return ComponentValue.FromString(ReadText(value->Name, guest));
            case DefValTypeKind.List: return ReadList(shape.Element, value->List, guest, context);
            case DefValTypeKind.Record: return ReadRecord(shape, value->Record, guest, context);
            case DefValTypeKind.Tuple: return ReadTuple(shape, value->List, guest, context);
            case DefValTypeKind.Variant:
                int variantCase = Known(shape.FindLabel(value->Name.Span));
                return ReadPayload(variantCase, shape.Parts[variantCase], value->VariantPayload, guest, context);
            case DefValTypeKind.Enum: return ComponentValue.FromEnum(Known(shape.FindLabel(value->Name.Span)));
            case DefValTypeKind.Option:
                return value->Some is null
                    ? ComponentValue.FromCase(0)
                    : ComponentValue.Some(Read(shape.Element, value->Some, guest, context));
            case DefValTypeKind.Result:
                int resultCase = value->Bool != 0 ? 0 : 1;
                return ReadPayload(resultCase, shape.Parts[resultCase], value->ResultPayload, guest, context);
            case DefValTypeKind.Flags: return ReadFlags(shape, value->Flags, guest);
            default: return ReadHandle(value->Resource, guest, context);
        }
    }

    private static string ReadText(ByteVec text, WasmtimeGuest guest)
    {
        guest.ConsumeFuelForBytes((long)text.Size);
        guest.ChargeCall(ObjectBytes + ((long)text.Size * sizeof(char)));
        return Encoding.UTF8.GetString(text.Span);
    }

    private static ComponentValue ReadList(ValueShape element, ValVec list, WasmtimeGuest guest, nint context)
    {
        int count = checked((int)list.Size);
        switch (element.Kind)
        {
            case DefValTypeKind.U8: return ReadNumbers<byte>(list, guest);
            case DefValTypeKind.S8: return ReadNumbers<sbyte>(list, guest);
            case DefValTypeKind.U16: return ReadNumbers<ushort>(list, guest);
            case DefValTypeKind.S16: return ReadNumbers<short>(list, guest);
            case DefValTypeKind.U32: return ReadNumbers<uint>(list, guest);
            case DefValTypeKind.S32: return ReadNumbers<int>(list, guest);
            case DefValTypeKind.U64: return ReadNumbers<ulong>(list, guest);
            case DefValTypeKind.S64: return ReadNumbers<long>(list, guest);
            case DefValTypeKind.F32: return ReadNumbers<float>(list, guest);
            case DefValTypeKind.F64: return ReadNumbers<double>(list, guest);
        }

        guest.ConsumeFuelForBytes(count);
        guest.ChargeCall(ObjectBytes + ((long)count * ValueBytes));
        var values = new ComponentValue[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Read(element, list.Data + i, guest, context);
        }

        return ComponentValue.FromList(values);
    }

    // The number stands in the first bytes of a value, whatever its kind.
    private static ComponentValue ReadNumbers<T>(ValVec list, WasmtimeGuest guest)
        where T : unmanaged
    {
        int count = checked((int)list.Size);
        guest.ConsumeFuelForBytes((long)count * sizeof(T));
        guest.ChargeCall(ObjectBytes + ((long)count * sizeof(T)));
        T[] numbers = GC.AllocateUninitializedArray<T>(count);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Unsafe.ReadUnaligned<T>(&list.Data[i].U64);
        }

        return ComponentValue.FromArray(numbers);
    }

    private static ComponentValue ReadRecord(ValueShape shape, RecordVec record, WasmtimeGuest guest, nint context)
    {
        guest.ChargeCall(ObjectBytes + ((long)shape.Parts.Length * ValueBytes));
        var fields = new ComponentValue[shape.Parts.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = Read(shape.Parts[i]!, &record.Data[i].Value, guest, context);
        }

        return ComponentValue.FromRecord(fields);
    }

    private static ComponentValue ReadTuple(ValueShape shape, ValVec tuple, WasmtimeGuest guest, nint context)
    {
        guest.ChargeCall(ObjectBytes + ((long)shape.Parts.Length * ValueBytes));
        var parts = new ComponentValue[shape.Parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Read(shape.Parts[i]!, tuple.Data + i, guest, context);
        }

        return ComponentValue.FromRecord(parts);
    }

    private static ComponentValue ReadPayload(
        int index, ValueShape? payload, ComponentVal* value, WasmtimeGuest guest, nint context) =>
        payload is null
            ? ComponentValue.FromCase(index)
            : ComponentValue.FromCase(index, Read(payload, value, guest, context));

    private static ComponentValue ReadFlags(ValueShape shape, NameVec names, WasmtimeGuest guest)
    {
        int words = (shape.LabelCount + 31) / 32;
        guest.ChargeCall(ObjectBytes + (4L * words));
        var bits = new uint[Math.Max(words, 2)];
        for (nuint i = 0; i < names.Size; i++)
        {
            int flag = Known(shape.FindLabel(names.Data[i].Span));
            bits[flag / 32] |= 1u << (flag % 32);
        }

        return words <= 2 ? new ComponentValue(bits[0] | ((ulong)bits[1] << 32)) : new ComponentValue(bits);
    }

    private static ComponentValue ReadHandle(nint resource, WasmtimeGuest guest, nint context)
    {
        nint host = 0;
        NativeError.ThrowIfAny(ComponentMethods.ResourceAnyToHost(context, resource, &host));
        uint number = ComponentMethods.ResourceHostRepresentation(host);
        bool isOwned = ComponentMethods.ResourceHostOwned(host) != 0;
        ComponentMethods.ResourceHostDelete(host);
        return ComponentValue.FromResource(isOwned ? guest.Resources.Take(number) : guest.Resources.Get(number));
    }

    private static int Known(int label) => label >= 0
        ? label
        : throw new WasmtimeFailureException("a value has a case or flag that its type has not");
}
