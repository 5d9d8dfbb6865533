namespace Boternity.Skills.Registries;

/// <summary>The answer of "Get a tree" (recursive), as far as it is used.</summary>
internal sealed record GitTreeAnswer
{
    public string? Sha { get; init; }

    public bool Truncated { get; init; }

    public IReadOnlyList<GitTreeAnswerEntry> Tree { get; init; } = [];
}
