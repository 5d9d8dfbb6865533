using System.Text;

namespace Boternity.Skills.Wasm.Components.Values;

internal readonly partial struct ComponentValue
{
    public static readonly ComponentValue None;

    public static ComponentValue FromBool(bool value) => new(value ? 1UL : 0);

    public static ComponentValue FromSigned(long value) => new((ulong)value);

    public static ComponentValue FromUnsigned(ulong value) => new(value);

    public static ComponentValue FromF32(float value) => new(BitConverter.SingleToUInt32Bits(value));

    public static ComponentValue FromF64(double value) => new(BitConverter.DoubleToUInt64Bits(value));

    public static ComponentValue FromChar(Rune value) => new((ulong)value.Value);

    public static ComponentValue FromString(string value) => new(value);

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
