namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>How a trapping conversion of a float to an integer ends.</summary>
internal enum TruncationTrap
{
    None,
    NotANumber,
    Overflow,
}
