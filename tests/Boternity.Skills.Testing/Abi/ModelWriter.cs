using System.Text;

namespace Boternity.Skills.Testing.Abi;

/// <summary>
/// Lowers values as a guest would that follows the specification (CanonicalABI, "Storing", "Flat Lowering"), into
/// memory that it hands out itself.
/// </summary>
/// <param name="memory">The guest's memory.</param>
/// <param name="encoding">How its strings are encoded, as in <see cref="ModelReader"/>.</param>
/// <param name="start">Where the memory begins that it may use.</param>
/// <param name="end">Where that ends.</param>
internal sealed class ModelWriter(ModelMemory memory, int encoding, uint start, uint end)
{
    private uint _next = start;

    /// <summary>Addresses of all that was written.</summary>
    public List<uint> Written { get; } = [];

    public uint Allocate(int size, int alignment)
    {
        uint pointer = (uint)ModelType.AlignTo((int)_next, alignment);
        if (pointer + size > end)
        {
            throw new ModelLimitException();
        }

        _next = pointer + (uint)size;
        return pointer;
    }

    public void Store(ModelType type, object value, uint pointer)
    {
        if (type.IsProduct)
        {
            int offset = 0;
            for (int i = 0; i < type.Parts.Length; i++)
            {
                offset = ModelType.AlignTo(offset, type.Parts[i]!.Alignment);
                Store(type.Parts[i]!, ((object[])value)[i], pointer + (uint)offset);
                offset += type.Parts[i]!.Size;
            }
        }
        else if (type.IsSum)
        {
            var chosen = (ModelCase)value;
            Write(pointer, type.DiscriminantSize, (ulong)chosen.Index);
            if (type.Cases[chosen.Index] is { } payload)
            {
                Store(payload, chosen.Payload!, pointer + (uint)type.PayloadOffset);
            }
        }
        else if (type.Kind is ModelKind.String or ModelKind.List)
        {
            (uint at, uint length) = Pointed(type, value);
            Write(pointer, 4, at);
            Write(pointer + 4, 4, length);
        }
        else
        {
            Write(pointer, type.Size, (ulong)value);
        }
    }

    /// <summary>The bits of the flat slots; those that a case does not use are 0.</summary>
    public void Lower(ModelType type, object value, Span<ulong> slots)
    {
        if (type.IsProduct)
        {
            for (int i = 0; i < type.Parts.Length; i++)
            {
                Lower(type.Parts[i]!, ((object[])value)[i], slots);
                slots = slots[type.Parts[i]!.Flat.Length..];
            }
        }
        else if (type.IsSum)
        {
            var chosen = (ModelCase)value;
            slots[..type.Flat.Length].Clear();
            slots[0] = (ulong)chosen.Index;
            if (type.Cases[chosen.Index] is { } payload)
            {
                Lower(payload, chosen.Payload!, slots[1..]);
            }
        }
        else if (type.Kind is ModelKind.String or ModelKind.List)
        {
            (slots[0], slots[1]) = Pointed(type, value);
        }
        else
        {
            slots[0] = type.Flat == "i" ? (uint)(ulong)value : (ulong)value;
        }
    }

    private (uint Pointer, uint Length) Pointed(ModelType type, object value)
    {
        if (type.Kind == ModelKind.List)
        {
            ModelType element = type.Parts[0]!;
            var values = (object[])value;
            uint pointer = Allocate(values.Length * element.Size, element.Alignment);
            for (int i = 0; i < values.Length; i++)
            {
                Store(element, values[i], pointer + (uint)(i * element.Size));
            }

            return (pointer, (uint)values.Length);
        }

        var text = (string)value;
        bool wide = encoding == 1 || (encoding == 2 && text.Any(c => c > 0xFF));
        byte[] bytes = wide ? Encoding.Unicode.GetBytes(text)
            : encoding == 0 ? Encoding.UTF8.GetBytes(text)
            : Encoding.Latin1.GetBytes(text);
        uint at = Allocate(bytes.Length, encoding == 0 ? 1 : 2);
        for (int i = 0; i < bytes.Length; i++)
        {
            Write(at + (uint)i, 1, bytes[i]);
        }

        uint length = (uint)(wide ? bytes.Length / 2 : bytes.Length);
        return (at, encoding == 2 && wide ? length | (1u << 31) : length);
    }

    private void Write(uint address, int bytes, ulong value)
    {
        memory.Write(address, bytes, value);
        Written.Add(address);
    }
}
