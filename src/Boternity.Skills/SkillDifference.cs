namespace Boternity.Skills;

/// <summary>What an update changes. Every list is sorted (ordinal, or by the capability's value).</summary>
public sealed record SkillDifference
{
    /// <summary>Files that are new.</summary>
    public IReadOnlyList<string> FilesAdded { get; init; } = [];

    /// <summary>Files that are gone.</summary>
    public IReadOnlyList<string> FilesRemoved { get; init; } = [];

    /// <summary>Files with other content.</summary>
    public IReadOnlyList<string> FilesChanged { get; init; } = [];

    /// <summary>Capabilities that the new version asks for and the old did not.</summary>
    public IReadOnlyList<SkillCapability> CapabilitiesAdded { get; init; } = [];

    /// <summary>Capabilities that the old version asked for and the new does not.</summary>
    public IReadOnlyList<SkillCapability> CapabilitiesRemoved { get; init; } = [];

    /// <summary>Secrets that the new version asks for and the old did not.</summary>
    public IReadOnlyList<string> SecretsAdded { get; init; } = [];

    /// <summary>Secrets that the old version asked for and the new does not.</summary>
    public IReadOnlyList<string> SecretsRemoved { get; init; } = [];

    /// <summary>Whether nothing changed.</summary>
    public bool IsEmpty =>
        FilesAdded.Count + FilesRemoved.Count + FilesChanged.Count == 0
        && CapabilitiesAdded.Count + CapabilitiesRemoved.Count + SecretsAdded.Count + SecretsRemoved.Count == 0;
}
