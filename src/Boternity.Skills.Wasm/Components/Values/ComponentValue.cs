using System.Text;
using System.Text.Unicode;

namespace Boternity.Skills.Wasm.Components.Values;

/// <summary>
/// A value of a component's type, in 16 bytes: numbers, enums and flags in the bits; strings as <see cref="string"/>;
/// lists of numbers as arrays of the number's type; other lists, records and tuples as arrays of values; variants as
/// the case's index with what it carries; resources of the host as the host's object. The type is not part of the
/// value: who reads it knows it, and reading it as another kind traps.
/// </summary>
internal readonly struct ComponentValue
{
    private const int ObjectBytes = 24;
    private const int ValueBytes = 16;

    internal ComponentValue(object? reference, ulong bits = 0)
    {
        Reference = reference;
        Bits = bits;
    }

    internal ComponentValue(ulong bits)
    {
        Reference = null;
        Bits = bits;
    }

    internal object? Reference { get; }

    internal ulong Bits { get; }

    public bool AsBool() => Bits != 0;

    public sbyte AsS8() => (sbyte)Bits;

    public byte AsU8() => (byte)Bits;

    public short AsS16() => (short)Bits;

    public ushort AsU16() => (ushort)Bits;

    public int AsS32() => (int)Bits;

    public uint AsU32() => (uint)Bits;

    public long AsS64() => (long)Bits;

    public ulong AsU64() => Bits;

    public float AsF32() => BitConverter.UInt32BitsToSingle((uint)Bits);

    public double AsF64() => BitConverter.UInt64BitsToDouble(Bits);

    public System.Text.Rune AsChar() => new((uint)Bits);

    public string AsString() => Reference switch
    {
        string text => text,
        Utf8Text text => text.ToString(),
        _ => Mismatch<string>("string"),
    };

    /// <summary>The elements of a list of numbers, as an array of the number's own type.</summary>
    public T[] AsArray<T>()
        where T : unmanaged => Reference as T[] ?? Mismatch<T[]>("list of numbers");

    public byte[] AsBytes() => Reference as byte[] ?? Mismatch<byte[]>("list<u8>");

    /// <summary>The parts of a record or tuple, or the elements of a list that is not of numbers.</summary>
    public ReadOnlySpan<ComponentValue> AsValues() =>
        Reference as ComponentValue[] ?? Mismatch<ComponentValue[]>("list, record or tuple");

    /// <summary>
    /// Which case a variant, enum, option or result is: for an option 1 is some, for a result 1 is the error.
    /// </summary>
    public int AsCase() => (int)Bits;

    public bool IsSome => Bits == 1;

    public bool IsOk => Bits == 0;

    /// <summary>The flags, the first in the lowest bit.</summary>
    public ulong AsFlags() => Reference is uint[] words ? words[0] | (ulong)words[1] << 32 : Bits;

    /// <summary>What a variant's case, a some, an ok or an error carries.</summary>
    public ComponentValue Payload => Reference is ComponentPayload boxed ? boxed.Value : new ComponentValue(Reference);

    /// <summary>The bytes of the host's heap that the value takes beside itself; resources count for nothing.</summary>
    public long CountHostBytes() => Reference switch
    {
        null => 0,
        string text => ObjectBytes + ((long)text.Length * sizeof(char)),
        Utf8Text text => ObjectBytes + text.Bytes.Length,
        ComponentPayload boxed => ObjectBytes + boxed.Value.CountHostBytes(),
        ComponentValue[] values => CountHostBytes(values),
        Array numbers => ObjectBytes + Buffer.ByteLength(numbers),
        _ => 0,
    };

    private static long CountHostBytes(ComponentValue[] values)
    {
        long bytes = ObjectBytes + ((long)values.Length * ValueBytes);
        foreach (ref readonly ComponentValue value in values.AsSpan())
        {
            bytes += value.CountHostBytes();
        }

        return bytes;
    }

    /// <summary>The host's object behind a handle.</summary>
    public T AsResource<T>()
        where T : class => Reference as T ?? Mismatch<T>("handle of the resource");

    private static T Mismatch<T>(string expected) =>
        ComponentTraps.Throw<T>($"a host function was passed another type than the {expected} that it takes");

    public static readonly ComponentValue None;

    public static ComponentValue FromBool(bool value) => new(value ? 1UL : 0);

    public static ComponentValue FromSigned(long value) => new((ulong)value);

    public static ComponentValue FromUnsigned(ulong value) => new(value);

    public static ComponentValue FromF32(float value) => new(BitConverter.SingleToUInt32Bits(value));

    public static ComponentValue FromF64(double value) => new(BitConverter.DoubleToUInt64Bits(value));

    public static ComponentValue FromChar(Rune value) => new((ulong)value.Value);

    public static ComponentValue FromString(string value) => new(value);

    /// <summary>
    /// A string that the host has as UTF-8: a guest whose strings are UTF-8 gets the bytes as they are. What is not
    /// UTF-8 in it becomes U+FFFD. The bytes are not copied.
    /// </summary>
    public static ComponentValue FromUtf8(ReadOnlyMemory<byte> value) => Utf8.IsValid(value.Span)
        ? new(new Utf8Text(value))
        : FromString(Encoding.UTF8.GetString(value.Span));

    /// <summary>A list of numbers. The array is not copied.</summary>
    public static ComponentValue FromArray<T>(T[] values)
        where T : unmanaged => new(values);

    /// <summary>A list that is not of numbers.</summary>
    public static ComponentValue FromList(params ComponentValue[] values) => new(values);

    /// <summary>A record or tuple.</summary>
    public static ComponentValue FromRecord(params ComponentValue[] fields) => new(fields);

    public static ComponentValue FromEnum(int index) => new((ulong)index);

    public static ComponentValue FromFlags(ulong flags) => new(flags);

    /// <summary>A case of a variant that carries nothing.</summary>
    public static ComponentValue FromCase(int index) => new((ulong)index);

    public static ComponentValue FromCase(int index, ComponentValue payload) =>
        payload.Bits == 0 && payload.Reference is not ComponentPayload
            ? new(payload.Reference, (ulong)index)
            : new(new ComponentPayload(payload), (ulong)index);

    public static ComponentValue Some(ComponentValue payload) => FromCase(1, payload);

    public static ComponentValue Ok() => FromCase(0);

    public static ComponentValue Ok(ComponentValue payload) => FromCase(0, payload);

    public static ComponentValue Error() => FromCase(1);

    public static ComponentValue Error(ComponentValue payload) => FromCase(1, payload);

    /// <summary>A handle to a resource of the host: own or borrow, as the type says.</summary>
    public static ComponentValue FromResource(object resource) => new(resource);
}

/// <summary>What a variant's case carries, where it is not a reference alone.</summary>
internal sealed class ComponentPayload(ComponentValue value)
{
    public ComponentValue Value { get; } = value;
}
