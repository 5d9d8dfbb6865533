namespace Boternity.Skills.Registries.GitHub;

/// <summary>A ref in the answer of "List matching references", as far as it is used.</summary>
internal sealed record GitRefAnswer
{
    /// <summary>Gets the whole name, such as <c>refs/heads/main</c>.</summary>
    public string? Ref { get; init; }
}
