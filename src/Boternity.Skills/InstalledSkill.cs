using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>A skill on disk, with what was recorded when it was installed.</summary>
public sealed record InstalledSkill
{
    private const string SignatureFileName = "skill.sig";

    /// <summary>Gets its id in the store, which names its directory: the key for find, get and remove.</summary>
    public required string SkillId { get; init; }

    /// <summary>Gets the absolute path of its directory.</summary>
    public required string RootPath { get; init; }

    /// <summary>
    /// Gets the absolute path of its <c>skill.wasm</c>: set for every tool skill, null for every prompt skill.
    /// </summary>
    public string? WasmPath { get; init; }

    /// <summary>Gets what <c>skill.wasm</c> is; null for prompt skills.</summary>
    public WasmBinaryKind? WasmKind { get; init; }

    /// <summary>
    /// Gets a value indicating whether its program is a stub: the skill brings none, and what an execution answers is
    /// the skill's own text.
    /// </summary>
    /// <value>true where <see cref="WasmKind"/> is <see cref="WasmBinaryKind.Stub"/>; else false, unless the compiler
    /// made the program.</value>
    public bool IsStub { get => field || WasmKind == WasmBinaryKind.Stub; init; }

    /// <summary>Gets the frontmatter.</summary>
    public required SkillManifest Manifest { get; init; }

    /// <summary>
    /// Gets what its input must be: the JSON Schema that its manifest names. The executor holds each input against it.
    /// </summary>
    /// <value>Null: any text.</value>
    public SkillInputSchema? InputSchema { get; init; }

    /// <summary>Gets where it came from.</summary>
    public required SkillSource Source { get; init; }

    /// <summary>Gets the trust that the host gave.</summary>
    public required SkillTrustTier TrustTier { get; init; }

    /// <summary>Gets when it was installed.</summary>
    public required DateTimeOffset InstalledAt { get; init; }

    /// <summary>Gets every file with size and digest, sorted by path (ordinal), <c>skill.wasm</c> among them.</summary>
    public required IReadOnlyList<InstalledFile> Files { get; init => field = ValueList.Of(value); }

    /// <summary>
    /// Gets the digest of the whole content, <c>skill.wasm</c> included: what grants and locks are bound to. 64
    /// lower-case hexadecimal digits.
    /// </summary>
    /// <value>Empty, which nothing is bound to, for a skill that comes from no store.</value>
    public string ContentDigest { get; init; } = "";

    /// <summary>
    /// Gets the name of Git's tree object for the skill's folder as it was fetched: what a registry that has
    /// revisions compares. Null where the store did not record it.
    /// </summary>
    public string? TreeDigest { get; init; }

    /// <summary>
    /// Gets the content digests of versions of this skill that later ones replaced, oldest first: they are not
    /// installed again by a lock file.
    /// </summary>
    /// <value>Empty.</value>
    public IReadOnlyList<string> Supersedes { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the skill's scripts with what is known of them: all files below <c>scripts/</c> that are scripts by their
    /// names, and those that SKILL.md names. Sorted by path (ordinal).
    /// </summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillScript> Scripts { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets a value indicating whether it is there because others need it, and nobody asked for it:
    /// <see cref="ISkillStore.PruneAsync"/> removes it when none of them is there any more.
    /// </summary>
    /// <value>false.</value>
    public bool IsDependency { get; init; }

    /// <summary>Gets the name in the manifest.</summary>
    public string Name => Manifest.Name;

    /// <summary>
    /// Gets the files that its text may refer to, scripts among them: all but <c>SKILL.md</c>, <c>skill.wasm</c> and
    /// <c>skill.sig</c>.
    /// </summary>
    public IEnumerable<InstalledFile> Resources => Files.Where(static file =>
        file.Path is not (SkillPackage.ManifestFileName or SkillPackage.WasmFileName or SignatureFileName));

    /// <summary>Gets what the skill is.</summary>
    public SkillType Type => Manifest.Type;
}

/// <summary>What the store recorded of one file when it was installed.</summary>
public sealed record InstalledFile
{
    /// <summary>Gets the path inside the skill's directory, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Gets SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Gets a value indicating whether the owner's executable bit was set.</summary>
    /// <value>false.</value>
    public bool IsExecutable { get; init; }
}
