using System.Text.Json;
using Boternity.Skills.Collections;
using Boternity.Skills.Grants;

namespace Boternity.Skills;

/// <summary>The frontmatter of a SKILL.md, in the agentskills.io format.</summary>
public sealed record SkillManifest
{
    /// <summary>
    /// Gets the skill's name. Lenient loading keeps a name that the specification would refuse, as it was written.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Gets what the skill does and when to use it.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the licence, a name or the path of a bundled file.</summary>
    public string? License { get; init; }

    /// <summary>Gets what the skill needs of its surroundings, in prose.</summary>
    public string? Compatibility { get; init; }

    /// <summary>Gets tools that the author considers pre-approved. The host may ignore them.</summary>
    public IReadOnlyList<string> AllowedTools { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the whole <c>metadata</c> map, known and unknown keys alike. Scalars are strings, as written.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Metadata
    {
        get;
        init => field = ValueDictionary.Of(value);
    }

    = EmptyFields;

    /// <summary>Gets top-level fields that the format does not define, kept as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> OtherFields
    {
        get;
        init => field = ValueDictionary.Of(value);
    }

    = EmptyFields;

    /// <summary>Gets <c>metadata.skill-type</c>.</summary>
    /// <value><see cref="SkillType.Prompt"/> unless the manifest says otherwise.</value>
    public SkillType Type { get; init; }

    /// <summary>Gets <c>metadata.author</c>.</summary>
    public string? Author { get; init; }

    /// <summary>Gets <c>metadata.version</c>, as written.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// Gets <c>metadata.input-schema</c>: the path of a JSON Schema file of the skill, which says what a tool's input
    /// must be.
    /// </summary>
    public string? InputSchemaPath { get; init; }

    /// <summary>Gets <c>metadata.capabilities</c>: what the skill asks for. Asking grants nothing.</summary>
    public IReadOnlyList<SkillCapability> Capabilities { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets <c>metadata.secrets</c>: names of the secrets that the skill wants to read.</summary>
    public IReadOnlyList<string> Secrets { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets <c>metadata.dependencies</c>: references of skills that this one needs, each with the versions that will
    /// do, such as <c>notes ^1.2</c> (<see cref="Dependencies.SkillDependency"/>).
    /// </summary>
    public IReadOnlyList<string> Dependencies { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets <c>metadata.conflicts-with</c>: skills that must not be used together with this one, written as
    /// dependencies are.
    /// </summary>
    public IReadOnlyList<string> ConflictsWith { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets <c>metadata.parents</c>: skills whose instructions come before this one's, written as dependencies are. It
    /// needs them as it needs its dependencies.
    /// </summary>
    public IReadOnlyList<string> Parents { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets <c>metadata.categories</c>.</summary>
    public IReadOnlyList<string> Categories { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets <c>metadata.trust-tier</c>: what the author asks for, to be shown to a person. Nothing acts on it.
    /// </summary>
    public string? RequestedTrustTier { get; init; }

    internal static IReadOnlyDictionary<string, JsonElement> EmptyFields { get; } =
        System.Collections.Frozen.FrozenDictionary<string, JsonElement>.Empty;
}

/// <summary>What a skill is, from <c>metadata.skill-type</c>.</summary>
public enum SkillType
{
    /// <summary>Text for a model to read: the host puts the body into a prompt. The default.</summary>
    Prompt = 0,

    /// <summary>A program: the host executes its <c>skill.wasm</c>.</summary>
    Tool = 1,
}
