using System.Buffers.Binary;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// Own and borrow: an index into the instance's handle table (CanonicalABI: <c>lift_own</c>, <c>lift_borrow</c>,
/// <c>lower_own</c>, <c>lower_borrow</c>).
/// </summary>
/// <param name="type">The type.</param>
/// <param name="slot">Where the instance keeps the resource.</param>
internal sealed class HandleCodec(DefValType type, int slot) : Codec(type)
{
    private readonly bool _isOwn = type.Kind == DefValTypeKind.Own;

    public override ComponentValue Load(in AbiCall call, uint pointer) =>
        Lift(call, BinaryPrimitives.ReadUInt32LittleEndian(call.GetSpan(pointer, 4)));

    public override void Store(in AbiCall call, in ComponentValue value, uint pointer)
    {
        uint index = Lower(call, value);
        BinaryPrimitives.WriteUInt32LittleEndian(call.GetSpan(pointer, 4), index);
    }

    public override ComponentValue Lift(in AbiCall call, ReadOnlySpan<ulong> flat) => Lift(call, (uint)flat[0]);

    public override void Lower(in AbiCall call, in ComponentValue value, Span<ulong> flat) =>
        flat[0] = Lower(call, value);

    public override void Depart(in AbiCall call, in ComponentValue value)
    {
        RuntimeResource type = call.Instance.GetResource(slot);
        if (_isOwn && type.Definer is null && value.Reference is { } host)
        {
            call.Instance.Context.Depart(type, host);
        }
    }

    private ComponentValue Lift(in AbiCall call, uint index)
    {
        RuntimeResource type = call.Instance.GetResource(slot);
        HandleTable table = call.Instance.Handles;

        // The object for a guest's resource, and the place in the list of what is lent.
        call.Charge(0, ObjectBytes + HostBytes);
        if (_isOwn)
        {
            Handle owned = table.Remove(index, type, mustOwn: true);
            if (owned.Host is { } host)
            {
                call.Instance.Context.Depart(type, host);
            }

            return Wrap(type, owned);
        }

        ref readonly Handle handle = ref table.Get(index, type);
        ComponentValue value = Wrap(type, handle);
        call.Scope!.Lend(table, (int)index);
        return value;
    }

    private uint Lower(in AbiCall call, in ComponentValue value)
    {
        RuntimeResource type = call.Instance.GetResource(slot);
        object? host = null;
        uint representation = 0;
        if (type.Definer is null)
        {
            host = value.Reference ?? Mismatch<object>($"handle of {type.Name}");
        }
        else
        {
            GuestResource resource = value.Reference is GuestResource guest && ReferenceEquals(guest.Type, type)
                ? guest
                : Mismatch<GuestResource>("handle of a component's resource");
            representation = resource.Representation;
            if (!_isOwn && ReferenceEquals(type.Definer, call.Instance))
            {
                return representation;
            }
        }

        if (_isOwn)
        {
            int index = call.Instance.Handles.Add(type, host, representation, isOwn: true, null);
            call.Instance.Context.Arrive(host);
            return (uint)index;
        }

        call.Scope!.Borrows++;
        return (uint)call.Instance.Handles.Add(type, host, representation, isOwn: false, call.Scope);
    }

    private static ComponentValue Wrap(RuntimeResource type, in Handle handle) =>
        new(type.Definer is null ? handle.Host : new GuestResource(type, handle.Representation));
}
