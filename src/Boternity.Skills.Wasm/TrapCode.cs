namespace Boternity.Skills.Wasm;

/// <summary>Why a guest was stopped.</summary>
internal enum TrapCode
{
    Unreachable,
    MemoryOutOfBounds,
    TableOutOfBounds,
    UndefinedElement,
    UninitializedElement,
    IndirectCallTypeMismatch,
    IntegerOverflow,
    IntegerDivideByZero,
    InvalidConversionToInteger,
    StackExhausted,
    OutOfFuel,
    DeadlineExceeded,
    Cancelled,

    /// <summary>A host function, or the component layer, stopped the guest.</summary>
    Host,
}
