namespace Boternity.Skills.Testing.Abi;

/// <summary>The kinds of the model's types.</summary>
internal enum ModelKind
{
    Bool,
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    S64,
    U64,
    F32,
    F64,
    Char,
    String,
    List,
    Record,
    Tuple,
    Variant,
    Enum,
    Option,
    Result,
    Flags,
}
