using System.Text;

namespace Boternity.Skills.Testing.Writing;

/// <summary>
/// Writes a component's binary piece by piece, in the words of the format's grammar. It checks nothing: tests also
/// write what is wrong.
/// </summary>
internal static class ComponentWriter
{
    public const byte Bool = 0x7F;
    public const byte U8 = 0x7D;
    public const byte U32 = 0x79;
    public const byte Text = 0x73;

    /// <summary>The eight bytes that every component starts with.</summary>
    public static readonly byte[] Preamble = [0, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0];

    public static byte[] ToBinary(params byte[][] sections) => Join([Preamble, .. sections]);

    /// <summary>A section whose contents are a vector of the items.</summary>
    public static byte[] Section(byte id, params byte[][] items) => RawSection(id, Vector(items));

    public static byte[] RawSection(byte id, byte[] contents) => Join([id], Number((uint)contents.Length), contents);

    public static byte[] Module(ModuleWriter module) => RawSection(1, module.ToArray());

    public static byte[] CoreInstances(params byte[][] items) => Section(2, items);

    public static byte[] CoreTypes(params byte[][] items) => Section(3, items);

    public static byte[] Nested(byte[] component) => RawSection(4, component);

    public static byte[] Instances(params byte[][] items) => Section(5, items);

    public static byte[] Aliases(params byte[][] items) => Section(6, items);

    public static byte[] Types(params byte[][] items) => Section(7, items);

    public static byte[] Canons(params byte[][] items) => Section(8, items);

    public static byte[] Imports(params byte[][] items) => Section(10, items);

    public static byte[] Exports(params byte[][] items) => Section(11, items);

    /// <summary>An import or export name without attributes.</summary>
    public static byte[] ExternName(string name) => Join([0], Name(name));

    public static byte[] Import(string name, params byte[] type) => Join(ExternName(name), type);

    /// <summary>An export without an ascribed type.</summary>
    public static byte[] Export(string name, params byte[] sortIndex) => Join(ExternName(name), sortIndex, [0]);

    public static byte[] Name(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Join(Number((uint)bytes.Length), bytes);
    }

    public static byte[] Vector(params byte[][] items) => Join([Number((uint)items.Length), .. items]);

    /// <summary>A function type; a result of null is none.</summary>
    public static byte[] Func(byte[]? result, params (string Name, byte[] Type)[] parameters) => Join(
        [0x40],
        Vector([.. parameters.Select(p => Join(Name(p.Name), p.Type))]),
        result is null ? [1, 0] : Join([0], result));

    public static byte[] Record(params (string Name, byte[] Type)[] fields) =>
        Join([0x72], Vector([.. fields.Select(f => Join(Name(f.Name), f.Type))]));

    public static byte[] Variant(params (string Name, byte[]? Type)[] cases) =>
        Join([0x71], Vector([.. cases.Select(c => Join(Name(c.Name), c.Type is null ? [0] : Join([1], c.Type), [0]))]));

    public static byte[] Flags(params string[] labels) => Join([0x6E], Vector([.. labels.Select(Name)]));

    public static byte[] Enum(params string[] labels) => Join([0x6D], Vector([.. labels.Select(Name)]));

    public static byte[] Number(uint value)
    {
        var bytes = new List<byte>();
        CodeWriter.WriteUnsigned(bytes, value);
        return [.. bytes];
    }

    /// <summary>A type index where a value type may stand: there it is a signed number.</summary>
    public static byte[] TypeIndex(int index) =>
        index < 64 ? [(byte)index] : [(byte)(0x80 | (index & 0x7F)), (byte)(index >> 7)];

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];
}
