namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>The kinds of value types (Binary, "Type Definitions": <c>defvaltype</c>).</summary>
internal enum DefValTypeKind : byte
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
    Own,
    Borrow,
}
