using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The encodings that several sections of a component share.</summary>
internal static class ReaderExtensions
{
    /// <summary>The length of a vector.</summary>
    public static int ReadVectorCount(this ref WasmReader reader, string what, int limit = ComponentLimits.MaxVector) =>
        reader.ReadCount(limit, what);

    public static string ReadBoundedName(this ref WasmReader reader)
    {
        long offset = reader.Offset;
        string name = reader.ReadName();
        return name.Length <= ComponentLimits.MaxName
            ? name
            : throw new WasmValidationException($"a name is longer than {ComponentLimits.MaxName}", offset);
    }

    /// <summary>Whether an optional part follows.</summary>
    public static bool ReadOptionalFlag(this ref WasmReader reader)
    {
        byte present = reader.ReadByte();
        return present <= 1
            ? present == 1
            : throw new WasmFormatException("invalid leading byte for an optional", reader.Offset - 1);
    }

    /// <summary>A label that differs from those in <paramref name="unique"/>, which takes it.</summary>
    public static string ReadLabel(this ref WasmReader reader, HashSet<string> unique, string what)
    {
        long offset = reader.Offset;
        string label = reader.ReadBoundedName();
        if (!ExternName.IsLabel(label))
        {
            throw new WasmValidationException($"{what} `{label}` is not in kebab case", offset);
        }

        return unique.Add(label)
            ? label
            : throw new WasmValidationException($"{what} `{label}` conflicts with a previous one", offset);
    }

    /// <summary>The name of an import or export (Binary: <c>importname'</c>, <c>exportname'</c>).</summary>
    public static string ReadExternName(this ref WasmReader reader)
    {
        long offset = reader.Offset;
        byte form = reader.ReadByte();
        if (form == 0x02)
        {
            throw new WasmUnsupportedException(
                "component-model-implements", "import or export name with attributes", offset);
        }

        if (form > 0x02)
        {
            throw new WasmFormatException($"invalid leading byte 0x{form:x2} for a name", offset);
        }

        return reader.ReadBoundedName();
    }

    /// <summary>Binary: <c>sortidx</c>.</summary>
    public static (ExternSort Sort, uint Index) ReadSortIndex(this ref WasmReader reader)
    {
        long offset = reader.Offset;
        byte sort = reader.ReadByte();
        int coreSort = sort == 0 ? reader.ReadByte() : -1;
        return (Sorts.ToExternSort(sort, coreSort, offset), reader.ReadU32());
    }
}
