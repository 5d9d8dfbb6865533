namespace Boternity.Skills.Testing.Fuzzing;

/// <summary>How a mutant ended, where it ended as it should.</summary>
internal enum MutantOutcome
{
    Malformed,
    Invalid,
    Unsupported,
    Unlinkable,
    Trapped,
    Returned,
}
