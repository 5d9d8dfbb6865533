namespace Boternity.Skills.Schemas;

/// <summary>Where an input is not what the skill's schema wants.</summary>
public sealed record SkillInputError
{
    /// <summary>
    /// Gets the place in the input as a JSON pointer (RFC 6901), such as <c>/items/0/name</c>; empty for the whole.
    /// </summary>
    public required string Pointer { get; init; }

    /// <summary>Gets what the schema expects there. Nothing of the input is in it but names of properties.</summary>
    public required string Expected { get; init; }

    /// <summary>The place and what was expected.</summary>
    public override string ToString() => $"{(Pointer.Length == 0 ? "the input" : Pointer)}: expected {Expected}";
}
