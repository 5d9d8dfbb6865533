namespace Boternity.Skills.Testing.Abi;

/// <summary>Puts what a function is passed, or gives, where the code of a <see cref="ValuesComponent"/> takes it
/// from.</summary>
internal static class ValuesPlacement
{
    /// <summary>Puts a value into a memory, and damages one of three there, if any.</summary>
    /// <param name="type">The value's type.</param>
    /// <param name="value">The value.</param>
    /// <param name="memory">The memory, whose writes are flushed.</param>
    /// <param name="encoding">How its strings are encoded, as in <see cref="ModelReader"/>.</param>
    /// <param name="slots">Where the flat values are put, eight bytes each.</param>
    /// <param name="spills">Whether it is passed in memory.</param>
    /// <param name="random">Damages it; null not to.</param>
    /// <returns>The flat values, and whether anything was damaged.</returns>
    public static (ulong[] Flat, bool IsDamaged) Put(
        ModelType type, object value, ModelMemory memory, int encoding, int slots, bool spills, Random? random)
    {
        var writer = new ModelWriter(memory, encoding, ValuesComponent.Heap, ValuesComponent.Out);
        var flat = new ulong[spills ? 1 : type.Flat.Length];
        if (spills)
        {
            flat[0] = writer.Allocate(type.Size, type.Alignment);
            writer.Store(type, value, (uint)flat[0]);
        }
        else
        {
            writer.Lower(type, value, flat);
        }

        bool isDamaged = random?.Next(3) == 0;
        if (isDamaged)
        {
            Damage(memory, writer, flat, random!);
        }

        for (int i = 0; i < flat.Length; i++)
        {
            memory.Write((uint)(slots + (8 * i)), 8, flat[i]);
        }

        memory.Flush();
        return (flat, isDamaged);
    }

    private static void Damage(ModelMemory memory, ModelWriter writer, ulong[] flat, Random random)
    {
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            if (writer.Written.Count > 0 && (flat.Length == 0 || random.Next(2) == 0))
            {
                uint address = writer.Written[random.Next(writer.Written.Count)] + (uint)random.Next(4);
                memory.Write(address, 1, (ulong)(memory.Read(address) ^ (1 << random.Next(8))));
            }
            else if (flat.Length > 0)
            {
                flat[random.Next(flat.Length)] ^= 1UL << random.Next(40);
            }
        }
    }
}
