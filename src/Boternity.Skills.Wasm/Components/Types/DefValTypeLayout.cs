using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>Where values lie in linear memory (CanonicalABI, "Alignment" and "Element Size").</summary>
/// <param name="Size">The bytes that an element takes. Saturates far above every limit.</param>
/// <param name="Alignment">1, 2, 4 or 8.</param>
internal readonly record struct DefValTypeLayout(long Size, int Alignment)
{
    private const long Saturated = 1L << 40;

    public static DefValTypeLayout Primitive(int size) => new(size, size);

    public static long AlignTo(long offset, int alignment) => (offset + alignment - 1) & -alignment;

    public static DefValTypeLayout Product(ReadOnlySpan<DefValTypeLayout> fields)
    {
        long size = 0;
        int alignment = 1;
        foreach (DefValTypeLayout field in fields)
        {
            size = Math.Min(AlignTo(size, field.Alignment) + field.Size, Saturated);
            alignment = Math.Max(alignment, field.Alignment);
        }

        return new(AlignTo(size, alignment), alignment);
    }

    /// <summary>A variant's layout; <paramref name="payloadOffset"/> is where a case's value begins.</summary>
    public static DefValTypeLayout Sum(int caseCount, ReadOnlySpan<DefValTypeLayout> payloads, out int payloadOffset)
    {
        int discriminant = DiscriminantSize(caseCount);
        int payloadAlignment = 1;
        long payloadSize = 0;
        foreach (DefValTypeLayout payload in payloads)
        {
            payloadAlignment = Math.Max(payloadAlignment, payload.Alignment);
            payloadSize = Math.Max(payloadSize, payload.Size);
        }

        payloadOffset = (int)AlignTo(discriminant, payloadAlignment);
        int alignment = Math.Max(discriminant, payloadAlignment);
        return new(AlignTo(payloadOffset + payloadSize, alignment), alignment);
    }

    public static int DiscriminantSize(int caseCount) => caseCount <= 1 << 8 ? 1 : caseCount <= 1 << 16 ? 2 : 4;

    /// <summary>More than 32 flags take one 32-bit word for every 32.</summary>
    public static DefValTypeLayout Flags(int count) => count switch
    {
        <= 8 => Primitive(1),
        <= 16 => Primitive(2),
        _ => new(4L * ((count + 31) / 32), 4),
    };

    /// <summary>
    /// The type that two cases of a variant share at the same place of their flat forms (CanonicalABI, "Flattening":
    /// <c>join</c>).
    /// </summary>
    public static ValType Join(ValType a, ValType b) =>
        a == b ? a : (a, b) is (ValType.I32, ValType.F32) or (ValType.F32, ValType.I32) ? ValType.I32 : ValType.I64;
}
