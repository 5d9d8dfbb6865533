using System.Buffers;
using System.Text;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Components;

/// <summary>
/// Writes the values that the host passes to a guest. Whatever is allocated is allocated by Wasmtime and becomes its
/// own, so that every value is whole at any time.
/// </summary>
internal static unsafe class ValueWriter
{
    private const int StackBytes = 512;

    // What Wasmtime's value takes.
    private const int NativeBytes = 32;

    /// <summary>Writes to a place that holds nothing.</summary>
    /// <exception cref="Wasm.WasmTrapException">A limit does not allow the value.</exception>
    public static void Write(
        ValueShape shape, in ComponentValue value, ComponentVal* place, WasmtimeGuest guest, nint context)
    {
        switch (shape.Kind)
        {
            case DefValTypeKind.Bool:
                place->Kind = ValKind.Bool;
                place->Bool = value.AsBool() ? (byte)1 : (byte)0;
                break;
            case DefValTypeKind.S8: WriteNumber(ValKind.S8, value, place); break;
            case DefValTypeKind.U8: WriteNumber(ValKind.U8, value, place); break;
            case DefValTypeKind.S16: WriteNumber(ValKind.S16, value, place); break;
            case DefValTypeKind.U16: WriteNumber(ValKind.U16, value, place); break;
            case DefValTypeKind.S32: WriteNumber(ValKind.S32, value, place); break;
            case DefValTypeKind.U32: WriteNumber(ValKind.U32, value, place); break;
            case DefValTypeKind.S64: WriteNumber(ValKind.S64, value, place); break;
            case DefValTypeKind.U64: WriteNumber(ValKind.U64, value, place); break;
            case DefValTypeKind.F32: WriteNumber(ValKind.F32, value, place); break;
            case DefValTypeKind.F64: WriteNumber(ValKind.F64, value, place); break;

            // Wasmtime ends the process for a number that is no character; a Rune is one.
            case DefValTypeKind.Char:
                place->U64 = (ulong)value.AsChar().Value;
                place->Kind = ValKind.Char;
                break;
            case DefValTypeKind.String:
                WriteText(value.AsString(), &place->Name, guest);
                place->Kind = ValKind.String;
                break;
            case DefValTypeKind.List: WriteList(shape.Element, value, place, guest, context); break;
            case DefValTypeKind.Record: WriteRecord(shape, value.AsValues(), place, guest, context); break;
            case DefValTypeKind.Tuple: WriteTuple(shape, value.AsValues(), place, guest, context); break;
            case DefValTypeKind.Variant: WriteVariant(shape, value, place, guest, context); break;
            case DefValTypeKind.Enum:
                WriteName(shape.LabelAt(value.AsCase()), &place->Name);
                place->Kind = ValKind.Enum;
                break;
            case DefValTypeKind.Option:
                place->Some = value.IsSome ? WriteBoxed(shape.Element, value.Payload, guest, context) : null;
                place->Kind = ValKind.Option;
                break;
            case DefValTypeKind.Result:
                place->ResultPayload = shape.Parts[value.AsCase()] is { } part
                    ? WriteBoxed(part, value.Payload, guest, context)
                    : null;
                place->Bool = value.IsOk ? (byte)1 : (byte)0;
                place->Kind = ValKind.Result;
                break;
            case DefValTypeKind.Flags: WriteFlags(shape, value, place); break;
            default: WriteHandle(shape, value.AsResource<object>(), place, guest, context); break;
        }
    }

    private static void WriteNumber(ValKind kind, in ComponentValue value, ComponentVal* place)
    {
        place->U64 = value.AsU64();
        place->Kind = kind;
    }

    private static void WriteText(string text, ByteVec* vec, WasmtimeGuest guest)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = most > StackBytes ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> bytes = rented ?? stackalloc byte[StackBytes];
        int length = Encoding.UTF8.GetBytes(text, bytes);
        WriteName(bytes[..length], vec);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        guest.ConsumeFuelForBytes(length);
    }

    private static void WriteName(ReadOnlySpan<byte> name, ByteVec* vec)
    {
        fixed (byte* bytes = name)
        {
            EngineMethods.ByteVecNew(vec, (nuint)name.Length, bytes);
        }
    }

    private static void WriteList(
        ValueShape element, in ComponentValue value, ComponentVal* place, WasmtimeGuest guest, nint context)
    {
        switch (element.Kind)
        {
            case DefValTypeKind.U8: WriteNumbers(ValKind.U8, value.AsArray<byte>(), place, guest); return;
            case DefValTypeKind.S8: WriteNumbers(ValKind.S8, value.AsArray<sbyte>(), place, guest); return;
            case DefValTypeKind.U16: WriteNumbers(ValKind.U16, value.AsArray<ushort>(), place, guest); return;
            case DefValTypeKind.S16: WriteNumbers(ValKind.S16, value.AsArray<short>(), place, guest); return;
            case DefValTypeKind.U32: WriteNumbers(ValKind.U32, value.AsArray<uint>(), place, guest); return;
            case DefValTypeKind.S32: WriteNumbers(ValKind.S32, value.AsArray<int>(), place, guest); return;
            case DefValTypeKind.U64: WriteNumbers(ValKind.U64, value.AsArray<ulong>(), place, guest); return;
            case DefValTypeKind.S64: WriteNumbers(ValKind.S64, value.AsArray<long>(), place, guest); return;
            case DefValTypeKind.F32: WriteNumbers(ValKind.F32, value.AsArray<float>(), place, guest); return;
            case DefValTypeKind.F64: WriteNumbers(ValKind.F64, value.AsArray<double>(), place, guest); return;
        }

        ReadOnlySpan<ComponentValue> values = value.AsValues();
        guest.ConsumeFuelForBytes(values.Length);
        guest.ChargeCall((long)values.Length * NativeBytes);
        ComponentMethods.ListNew(&place->List, (nuint)values.Length);
        place->Kind = ValKind.List;
        for (int i = 0; i < values.Length; i++)
        {
            Write(element, values[i], place->List.Data + i, guest, context);
        }
    }

    private static void WriteNumbers<T>(ValKind kind, T[] numbers, ComponentVal* place, WasmtimeGuest guest)
        where T : unmanaged
    {
        guest.ConsumeFuelForBytes((long)numbers.Length * sizeof(T));
        guest.ChargeCall((long)numbers.Length * NativeBytes);
        ComponentMethods.ListNew(&place->List, (nuint)numbers.Length);
        place->Kind = ValKind.List;
        ComponentVal* element = place->List.Data;
        foreach (T number in numbers)
        {
            *(T*)&element->U64 = number;
            element->Kind = kind;
            element++;
        }
    }

    private static void WriteRecord(
        ValueShape shape,
        ReadOnlySpan<ComponentValue> fields,
        ComponentVal* place,
        WasmtimeGuest guest,
        nint context)
    {
        ComponentMethods.RecordNew(&place->Record, (nuint)fields.Length);
        place->Kind = ValKind.Record;
        for (int i = 0; i < fields.Length; i++)
        {
            RecordEntry* entry = place->Record.Data + i;
            WriteName(shape.LabelAt(i), &entry->Name);
            Write(shape.Parts[i]!, fields[i], &entry->Value, guest, context);
        }
    }

    private static void WriteTuple(
        ValueShape shape,
        ReadOnlySpan<ComponentValue> parts,
        ComponentVal* place,
        WasmtimeGuest guest,
        nint context)
    {
        ComponentMethods.TupleNew(&place->List, (nuint)parts.Length);
        place->Kind = ValKind.Tuple;
        for (int i = 0; i < parts.Length; i++)
        {
            Write(shape.Parts[i]!, parts[i], place->List.Data + i, guest, context);
        }
    }

    private static void WriteVariant(
        ValueShape shape, in ComponentValue value, ComponentVal* place, WasmtimeGuest guest, nint context)
    {
        int index = value.AsCase();
        ComponentVal* payload =
            shape.Parts[index] is { } part ? WriteBoxed(part, value.Payload, guest, context) : null;
        WriteName(shape.LabelAt(index), &place->Name);
        place->VariantPayload = payload;
        place->Kind = ValKind.Variant;
    }

    // The box takes the value over: should writing it fail, what there is of it is freed here.
    private static ComponentVal* WriteBoxed(
        ValueShape shape, in ComponentValue value, WasmtimeGuest guest, nint context)
    {
        ComponentVal inner = default;
        bool isWritten = false;
        try
        {
            Write(shape, value, &inner, guest, context);
            isWritten = true;
            return ComponentMethods.ValNew(&inner);
        }
        finally
        {
            if (!isWritten)
            {
                ComponentMethods.ValDelete(&inner);
            }
        }
    }

    private static void WriteFlags(ValueShape shape, in ComponentValue value, ComponentVal* place)
    {
        var set = new List<int>();
        for (int i = 0; i < shape.LabelCount; i++)
        {
            uint word = value.Reference is uint[] words ? words[i / 32] : (uint)(value.Bits >> (i & ~31));
            if ((word & (1u << (i % 32))) != 0)
            {
                set.Add(i);
            }
        }

        ComponentMethods.FlagsNew(&place->Flags, (nuint)set.Count);
        place->Kind = ValKind.Flags;
        for (int i = 0; i < set.Count; i++)
        {
            WriteName(shape.LabelAt(set[i]), place->Flags.Data + i);
        }
    }

    private static void WriteHandle(
        ValueShape shape, object resource, ComponentVal* place, WasmtimeGuest guest, nint context)
    {
        uint number = guest.Resources.Add(resource);
        nint host = ComponentMethods.ResourceHostNew(1, number, shape.ResourceType);
        nint any = 0;
        try
        {
            NativeError.ThrowIfAny(ComponentMethods.ResourceHostToAny(context, host, &any));
        }
        finally
        {
            ComponentMethods.ResourceHostDelete(host);
        }

        place->Resource = any;
        place->Kind = ValKind.Resource;
    }
}
