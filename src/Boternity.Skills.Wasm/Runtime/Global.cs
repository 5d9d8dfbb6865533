using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A global. Its value is one slot, or two for v128.</summary>
internal sealed unsafe class Global : Extern
{
    private readonly ulong* _cell;

    internal Global(Store store, GlobalType type, ulong* cell)
    {
        Store = store;
        Type = type;
        _cell = cell;
    }

    public override ExternKind Kind => ExternKind.Global;

    public Store Store { get; }

    public GlobalType Type { get; }

    /// <summary>The value's slot; the low half for v128. Setting an immutable global is the host's error.</summary>
    public ulong Value
    {
        get => Get()[0];
        set => SetValue(value);
    }

    /// <summary>The value's slots.</summary>
    public ReadOnlySpan<ulong> Get()
    {
        Store.ThrowIfDisposed();
        return new(_cell, Type.Type.SlotCount);
    }

    internal ulong* Cell => _cell;

    /// <summary>A global that the host makes.</summary>
    /// <param name="store">The store it belongs to.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">Its first slot.</param>
    /// <param name="high">Its second slot, for v128.</param>
    public static Global Create(Store store, GlobalType type, ulong value, ulong high = 0)
    {
        ulong* cell = store.AllocateCells(type.Type.SlotCount);
        cell[0] = value;
        if (type.Type == ValType.V128)
        {
            cell[1] = high;
        }

        return new Global(store, type, cell);
    }

    private void SetValue(ulong value)
    {
        if (!Type.IsMutable)
        {
            throw new InvalidOperationException("The global is immutable.");
        }

        Store.ThrowIfDisposed();
        _cell[0] = value;
    }
}
