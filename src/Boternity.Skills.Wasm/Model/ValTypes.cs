namespace Boternity.Skills.Wasm.Model;

/// <summary>What the engine asks of a <see cref="ValType"/>.</summary>
internal static class ValTypes
{
    extension(ValType type)
    {
        public bool IsReference => type is ValType.FuncRef or ValType.ExternRef;

        /// <summary>How many 8-byte slots a value of this type takes: two for v128, one for all else.</summary>
        public int SlotCount => type == ValType.V128 ? 2 : 1;

        /// <summary>The type's name in the text format.</summary>
        public string TextName => type switch
        {
            ValType.I32 => "i32",
            ValType.I64 => "i64",
            ValType.F32 => "f32",
            ValType.F64 => "f64",
            ValType.V128 => "v128",
            ValType.FuncRef => "funcref",
            ValType.ExternRef => "externref",
            _ => "unknown",
        };
    }

    public static int CountSlots(ReadOnlySpan<ValType> types)
    {
        int slots = types.Length;
        foreach (ValType type in types)
        {
            if (type == ValType.V128)
            {
                slots++;
            }
        }

        return slots;
    }
}
