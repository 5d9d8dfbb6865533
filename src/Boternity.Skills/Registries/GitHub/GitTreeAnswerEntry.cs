namespace Boternity.Skills.Registries;

/// <summary>A file or folder of a <see cref="GitTreeAnswer"/>.</summary>
internal sealed record GitTreeAnswerEntry
{
    public string? Path { get; init; }

    public string? Type { get; init; }

    public string? Sha { get; init; }
}
