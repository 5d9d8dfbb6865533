namespace Boternity.Skills.Registries.GitHub;

/// <summary>The answer of "Get a tree" (recursive), as far as it is used.</summary>
internal sealed record GitTreeAnswer
{
    public string? Sha { get; init; }

    public bool Truncated { get; init; }

    public IReadOnlyList<GitTreeAnswerEntry?> Tree { get; init => field = value ?? []; } = [];
}

/// <summary>A file or folder of a <see cref="GitTreeAnswer"/>.</summary>
internal sealed record GitTreeAnswerEntry
{
    public string? Path { get; init; }

    public string? Type { get; init; }

    public string? Sha { get; init; }
}
