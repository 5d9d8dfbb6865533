namespace Boternity.Skills.Storage;

/// <summary>
/// The content of an entry's metadata file: all that an <see cref="InstalledSkill"/> needs, so that get and list read
/// one file for a skill. The content digest is not in it: it follows from the files, and two truths could differ.
/// </summary>
internal sealed record StoreMetadata
{
    /// <summary>
    /// What the files of an earlier version of this library say: there, the metadata were among the skill's files.
    /// </summary>
    public const int FirstFormat = 1;

    public const int CurrentFormat = 2;

    /// <summary>The version of this format, not of the skill.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The id that the entry was installed under.</summary>
    public required string SkillId { get; init; }

    public required SkillSource Source { get; init; }

    public required DateTimeOffset InstalledAt { get; init; }

    /// <summary>The skill's version, as its manifest has it; for people who read the file.</summary>
    public string? Version { get; init; }

    public required SkillTrustTier TrustTier { get; init; }

    public WasmBinaryKind? WasmKind { get; init; }

    /// <summary>True for a stub; null for what is none.</summary>
    public bool? IsStub { get; init; }

    /// <summary>True for what is there because others need it; null for what somebody asked for.</summary>
    public bool? IsDependency { get; init; }

    /// <summary>
    /// The name of Git's tree object for the folder as it was fetched, which is not what is on disk: the program
    /// was added.
    /// </summary>
    public string? TreeDigest { get; init; }

    /// <summary>
    /// Content digests of the versions that this one and those before it replaced; null where it is the first.
    /// </summary>
    public IReadOnlyList<string>? Supersedes { get; init; }

    /// <summary>What is known of the skill's scripts; null where it has none.</summary>
    public IReadOnlyList<SkillScript>? Scripts { get; init; }

    public required IReadOnlyList<InstalledFile> Files { get; init; }

    public required SkillManifest Manifest { get; init; }

    /// <summary>The JSON Schema of a tool's input; null where it has none.</summary>
    public SkillInputSchema? InputSchema { get; init; }

    public static StoreMetadata Of(InstalledSkill skill) => new()
    {
        FormatVersion = CurrentFormat,
        SkillId = skill.SkillId,
        Source = skill.Source,
        InstalledAt = skill.InstalledAt,
        Version = skill.Manifest.Version,
        TrustTier = skill.TrustTier,
        WasmKind = skill.WasmKind,
        IsStub = skill.IsStub && skill.WasmKind != WasmBinaryKind.Stub ? true : null,
        IsDependency = skill.IsDependency ? true : null,
        TreeDigest = skill.TreeDigest,
        Supersedes = skill.Supersedes.Count == 0 ? null : skill.Supersedes,
        Scripts = skill.Scripts.Count == 0 ? null : skill.Scripts,
        Files = skill.Files,
        Manifest = skill.Manifest,
        InputSchema = skill.InputSchema,
    };
}
