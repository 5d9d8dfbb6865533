using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A table of references, as handles of the store.</summary>
internal sealed class Table : Extern
{
    // Elements that are copied or filled between two looks at the clock: a megabyte.
    private const int Stride = 1 << 17;

    private ulong[] _elements;

    internal Table(Store store, TableType type, ulong initial)
        : this(store, type, initial, type.Limits.Minimum)
    {
    }

    internal Table(Store store, TableType type, ulong initial, uint length)
    {
        Store = store;
        Type = type;
        if (length > WasmLimits.TableLength || !store.TryReserve((long)length * sizeof(ulong)))
        {
            throw new WasmLinkException(
                $"a table of {length} elements exceeds the store's limit of {store.Options.MaxMemoryBytes} bytes, or "
                + $"{WasmLimits.TableLength} elements")
            {
                MemoryLimit = store.Options.MaxMemoryBytes,
            };
        }

        _elements = length == 0 ? [] : new ulong[length];
        Length = length;
        if (initial != 0)
        {
            Array.Fill(_elements, initial);
        }
    }

    public override ExternKind Kind => ExternKind.Table;

    public Store Store { get; }

    /// <summary>The type it was made with; its minimum is the size at the start.</summary>
    public TableType Type { get; }

    /// <summary>The size in elements.</summary>
    public uint Length { get; private set; }

    /// <summary>The elements; the span is void once the table grows.</summary>
    public Span<ulong> Elements => _elements.AsSpan(0, (int)Length);

    /// <summary>An element's handle.</summary>
    /// <exception cref="WasmTrapException">There is no such element.</exception>
    public ulong this[uint index]
    {
        get
        {
            if (index >= Length)
            {
                ThrowHelper.TableOutOfBounds();
            }

            return _elements[index];
        }

        set
        {
            if (index >= Length)
            {
                ThrowHelper.TableOutOfBounds();
            }

            _elements[index] = value;
        }
    }

    /// <summary>A table that the host makes.</summary>
    /// <exception cref="WasmLinkException">The store's limit does not allow the size.</exception>
    public static Table Create(Store store, TableType type, ulong initial = 0) => new(store, type, initial);

    /// <summary>Grows by <paramref name="count"/> elements; the size before, or -1 where the type or the store's limit
    /// does not allow it.</summary>
    public int Grow(uint count, ulong value)
    {
        uint before = Length;
        ulong after = (ulong)before + count;
        if (after > WasmLimits.TableLength || after > (Type.Limits.Maximum ?? WasmLimits.TableLength))
        {
            return -1;
        }

        if (after > (uint)_elements.Length && !TryExtend((int)after))
        {
            return -1;
        }

        // It is as long as it was until the new elements are there: a look at the clock may end the guest.
        for (uint done = before; done < after; done += Stride)
        {
            Store.CheckInterrupt();
            _elements.AsSpan((int)done, (int)Math.Min(Stride, after - done)).Fill(value);
        }

        Length = (uint)after;
        return (int)before;
    }

    // Twice the size, so that a table that grows by one is not copied each time; if the limit does not allow that, as
    // much as is asked for. What is held is charged, used or not.
    private bool TryExtend(int length)
    {
        int held = _elements.Length;
        int capacity = (int)Math.Max(length, Math.Min(WasmLimits.TableLength, 2L * held));
        if (!Store.TryReserve((long)(capacity - held) * sizeof(ulong)))
        {
            capacity = length;
            if (!Store.TryReserve((long)(capacity - held) * sizeof(ulong)))
            {
                return false;
            }
        }

        try
        {
            var elements = GC.AllocateUninitializedArray<ulong>(capacity);
            for (int done = 0; done < Length; done += Stride)
            {
                Store.CheckInterrupt();
                int count = (int)Math.Min(Stride, Length - done);
                _elements.AsSpan(done, count).CopyTo(elements.AsSpan(done));
            }

            _elements = elements;
            return true;
        }
        catch (OutOfMemoryException)
        {
            Store.Unreserve((long)(capacity - held) * sizeof(ulong));
            return false;
        }
        catch (WasmTrapException)
        {
            Store.Unreserve((long)(capacity - held) * sizeof(ulong));
            throw;
        }
    }
}
