using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>Records and tuples: the fields one after the other.</summary>
internal sealed class ProductCodec : Codec
{
    private readonly Codec[] _fields;
    private readonly int[] _offsets;

    public ProductCodec(DefValType type, Codec[] fields)
        : base(type)
    {
        _fields = fields;
        _offsets = new int[fields.Length];
        long offset = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            _offsets[i] = (int)DefValTypeLayout.AlignTo(offset, fields[i].Alignment);
            offset = _offsets[i] + fields[i].Size;
        }
    }

    public override ComponentValue Load(in AbiCall call, uint pointer)
    {
        ComponentValue[] values = NewValues(call);
        Load(call, pointer, values);
        return new(values);
    }

    public void Load(in AbiCall call, uint pointer, Span<ComponentValue> values)
    {
        for (int i = 0; i < _fields.Length; i++)
        {
            values[i] = _fields[i].Load(call, pointer + (uint)_offsets[i]);
        }
    }

    public override void Store(in AbiCall call, in ComponentValue value, uint pointer) =>
        Store(call, Unpack(value), pointer);

    public void Store(in AbiCall call, ReadOnlySpan<ComponentValue> values, uint pointer)
    {
        for (int i = 0; i < _fields.Length; i++)
        {
            _fields[i].Store(call, values[i], pointer + (uint)_offsets[i]);
        }
    }

    public override ComponentValue Lift(in AbiCall call, ReadOnlySpan<ulong> flat)
    {
        ComponentValue[] values = NewValues(call);
        Lift(call, flat, values);
        return new(values);
    }

    public void Lift(in AbiCall call, ReadOnlySpan<ulong> flat, Span<ComponentValue> values)
    {
        for (int i = 0; i < _fields.Length; i++)
        {
            values[i] = _fields[i].Lift(call, flat);
            flat = flat[_fields[i].FlatCount..];
        }
    }

    public override void Lower(in AbiCall call, in ComponentValue value, Span<ulong> flat) =>
        Lower(call, Unpack(value), flat);

    public void Lower(in AbiCall call, ReadOnlySpan<ComponentValue> values, Span<ulong> flat)
    {
        for (int i = 0; i < _fields.Length; i++)
        {
            _fields[i].Lower(call, values[i], flat);
            flat = flat[_fields[i].FlatCount..];
        }
    }

    public override void Depart(in AbiCall call, in ComponentValue value) => Depart(call, Unpack(value));

    public void Depart(in AbiCall call, ReadOnlySpan<ComponentValue> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _fields[i].Depart(call, values[i]);
        }
    }

    private ComponentValue[] NewValues(in AbiCall call)
    {
        call.Charge(0, ObjectBytes + ((long)_fields.Length * HostBytes));
        return new ComponentValue[_fields.Length];
    }

    private ComponentValue[] Unpack(in ComponentValue value) =>
        value.Reference is ComponentValue[] values && values.Length == _fields.Length
            ? values
            : Mismatch<ComponentValue[]>($"record or tuple of {_fields.Length}");
}
