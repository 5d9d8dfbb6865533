using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A table's contents, as indices of the module's functions; 0 is null, 1 the first function.</summary>
internal sealed class TableSnapshot
{
    private readonly ulong[] _elements;

    public TableSnapshot(Instance instance, Table table)
    {
        _elements = new ulong[table.Length];
        ReadOnlySpan<ulong> handles = table.Elements;
        for (int i = 0; i < handles.Length; i++)
        {
            _elements[i] = ToIndex(instance, table.Type.Element, handles[i]);
        }
    }

    private TableSnapshot(ulong[] elements) => _elements = elements;

    /// <summary>The elements, as they are written.</summary>
    public ulong[] Elements => _elements;

    public int Length => _elements.Length;

    public long HeldBytes => (long)_elements.Length * sizeof(ulong);

    /// <exception cref="InvalidDataException">It is of another table, or damaged.</exception>
    public static TableSnapshot Read(ref SnapshotReader reader, TableType type, int functions)
    {
        uint length = reader.ReadCount(sizeof(ulong));
        if (length < type.Limits.Minimum || length > (type.Limits.Maximum ?? uint.MaxValue))
        {
            throw SnapshotReader.Damaged();
        }

        var elements = new ulong[length];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = reader.ReadFunction(type.Element, functions);
        }

        return new TableSnapshot(elements);
    }

    public static ulong ToIndex(Instance instance, ValType type, ulong handle)
    {
        if (handle == 0)
        {
            return 0;
        }

        if (type != ValType.FuncRef)
        {
            throw new NotSupportedException("A reference to an object of the host cannot be captured.");
        }

        if (handle >> 32 == instance.HandleBase >> 32)
        {
            return (uint)handle + 1UL;
        }

        for (int i = 0; i < instance.ImportedFunctions.Length; i++)
        {
            if (instance.GetFunctionHandle(i) == handle)
            {
                return (uint)i + 1UL;
            }
        }

        throw new NotSupportedException("A reference to a function that is not imported cannot be captured.");
    }

    public static ulong ToHandle(Instance instance, ulong index) =>
        index == 0 ? 0 : instance.GetFunctionHandle((int)(index - 1));

    public void CopyTo(Instance instance, Table table)
    {
        Span<ulong> handles = table.Elements;
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = ToHandle(instance, _elements[i]);
        }
    }
}
