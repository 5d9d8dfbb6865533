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

    /// <summary>What the guest makes the host hold for it does not fit into its memory limit.</summary>
    HostMemoryExhausted,
}

/// <summary>The words for a <see cref="TrapCode"/>; where the specification's suite has words, those.</summary>
internal static class TrapCodes
{
    public static string Describe(TrapCode code) => code switch
    {
        TrapCode.Unreachable => "unreachable",
        TrapCode.MemoryOutOfBounds => "out of bounds memory access",
        TrapCode.TableOutOfBounds => "out of bounds table access",
        TrapCode.UndefinedElement => "undefined element",
        TrapCode.UninitializedElement => "uninitialized element",
        TrapCode.IndirectCallTypeMismatch => "indirect call type mismatch",
        TrapCode.IntegerOverflow => "integer overflow",
        TrapCode.IntegerDivideByZero => "integer divide by zero",
        TrapCode.InvalidConversionToInteger => "invalid conversion to integer",
        TrapCode.StackExhausted => "call stack exhausted",
        TrapCode.OutOfFuel => "all fuel consumed",
        TrapCode.DeadlineExceeded => "deadline exceeded",
        TrapCode.Cancelled => "cancelled",
        TrapCode.HostMemoryExhausted => "the memory limit does not allow more bytes of the host",
        _ => "host trap",
    };
}
