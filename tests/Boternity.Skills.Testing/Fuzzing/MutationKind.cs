namespace Boternity.Skills.Testing.Fuzzing;

/// <summary>How a binary is changed.</summary>
internal enum MutationKind
{
    Set,
    SetTelling,
    SetSibling,
    FlipBit,
    AddOne,
    SubtractOne,
    Insert,
    Remove,
    Repeat,
    Truncate,
    InsertLargeNumber,
    Count,
}
