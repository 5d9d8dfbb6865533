using System.Text;

namespace Boternity.Skills.Testing.Abi;

/// <summary>
/// A type of the canonical ABI as the model knows it, written from the specification and from nothing in the engine:
/// its layout in memory and its flat form (CanonicalABI, "Alignment", "Element Size", "Flattening").
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Parts">
/// Of a record or tuple the fields, of a list or option the element, of a variant or result what each case carries.
/// </param>
/// <param name="Count">Of an enum the cases, of flags the flags.</param>
internal sealed record ModelType(ModelKind Kind, ModelType?[] Parts, int Count = 0)
{
    /// <summary>What the cases of a variant, enum, option or result carry.</summary>
    public ModelType?[] Cases => Kind switch
    {
        ModelKind.Enum => new ModelType?[Count],
        ModelKind.Option => [null, Parts[0]],
        _ => Parts,
    };

    public bool IsSum => Kind is ModelKind.Variant or ModelKind.Enum or ModelKind.Option or ModelKind.Result;

    public bool IsProduct => Kind is ModelKind.Record or ModelKind.Tuple;

    /// <summary>Whether a value has parts elsewhere in memory.</summary>
    public bool HasPointer =>
        Kind is ModelKind.String or ModelKind.List || Parts.Any(part => part?.HasPointer == true);

    public int DiscriminantSize => Cases.Length switch
    {
        <= 1 << 8 => 1,
        <= 1 << 16 => 2,
        _ => 4,
    };

    public int Alignment => Kind switch
    {
        ModelKind.Bool or ModelKind.S8 or ModelKind.U8 => 1,
        ModelKind.S16 or ModelKind.U16 => 2,
        ModelKind.S64 or ModelKind.U64 or ModelKind.F64 => 8,
        ModelKind.Flags => Count <= 8 ? 1 : Count <= 16 ? 2 : 4,
        _ when IsProduct => Parts.Max(part => part!.Alignment),
        _ when IsSum => Math.Max(DiscriminantSize, MaxCaseAlignment),
        _ => 4,
    };

    public int MaxCaseAlignment => Cases.Max(part => part?.Alignment ?? 1);

    public int PayloadOffset => AlignTo(DiscriminantSize, MaxCaseAlignment);

    public int Size
    {
        get
        {
            if (IsProduct)
            {
                int size = 0;
                foreach (ModelType? part in Parts)
                {
                    size = AlignTo(size, part!.Alignment) + part.Size;
                }

                return AlignTo(size, Alignment);
            }

            return IsSum ? AlignTo(PayloadOffset + Cases.Max(part => part?.Size ?? 0), Alignment)
                : Kind is ModelKind.String or ModelKind.List ? 8
                : Alignment;
        }
    }

    /// <summary>The core types as letters: i, I, f, F for i32, i64, f32, f64.</summary>
    public string Flat
    {
        get
        {
            if (IsProduct)
            {
                return string.Concat(Parts.Select(part => part!.Flat));
            }

            if (IsSum)
            {
                var joined = new StringBuilder();
                foreach (ModelType? part in Cases)
                {
                    string flat = part?.Flat ?? "";
                    for (int i = 0; i < flat.Length; i++)
                    {
                        if (i < joined.Length)
                        {
                            joined[i] = Join(joined[i], flat[i]);
                        }
                        else
                        {
                            joined.Append(flat[i]);
                        }
                    }
                }

                return $"i{joined}";
            }

            return Kind switch
            {
                ModelKind.S64 or ModelKind.U64 => "I",
                ModelKind.F32 => "f",
                ModelKind.F64 => "F",
                ModelKind.String or ModelKind.List => "ii",
                _ => "i",
            };
        }
    }

    public override string ToString()
    {
        string parts = Parts.Length == 0 ? "" : $"({string.Join(' ', Parts.Select(part => part?.ToString() ?? "-"))})";
        return Count == 0 ? $"{Kind}{parts}" : $"{Kind}{Count}{parts}";
    }

    public static int AlignTo(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;

    /// <summary>A type of a random shape.</summary>
    public static ModelType Random(Random random, int depth)
    {
        ModelKind kind = (ModelKind)random.Next(depth == 0 ? (int)ModelKind.List : (int)ModelKind.Flags + 1);
        return kind switch
        {
            ModelKind.List or ModelKind.Option => new(kind, [Random(random, depth - 1)]),
            ModelKind.Record or ModelKind.Tuple => new(kind, Several(random, depth, canBeNone: false)),
            ModelKind.Variant => new(kind, Several(random, depth, canBeNone: true)),
            ModelKind.Result => new(kind, [Perhaps(random, depth), Perhaps(random, depth)]),
            ModelKind.Enum => new(kind, [], random.Next(20) == 0 ? random.Next(250, 300) : random.Next(1, 9)),
            ModelKind.Flags => new(kind, [], random.Next(1, 33)),
            _ => new(kind, []),
        };
    }

    private static ModelType?[] Several(Random random, int depth, bool canBeNone)
    {
        var parts = new ModelType?[random.Next(1, 5)];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = canBeNone ? Perhaps(random, depth) : Random(random, depth - 1);
        }

        return parts;
    }

    private static ModelType? Perhaps(Random random, int depth) =>
        random.Next(3) == 0 ? null : Random(random, depth - 1);

    private static char Join(char one, char other) =>
        one == other ? one : one is 'i' or 'f' && other is 'i' or 'f' ? 'i' : 'I';
}
