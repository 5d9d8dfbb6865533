using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>A script of a skill, and what is known of it without running it.</summary>
public sealed record SkillScript
{
    /// <summary>Gets the path inside the skill, with forward slashes: <c>scripts/convert.py</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the language: <c>python</c>, <c>javascript</c>, <c>typescript</c>, <c>shell</c>, …</summary>
    public required string Language { get; init; }

    /// <summary>
    /// Gets the name and version of the runtime that runs it, such as <c>python 3.13.5</c>; null where the host has
    /// none.
    /// </summary>
    /// <value>Null.</value>
    public string? Runtime { get; init; }

    /// <summary>
    /// Gets what the analysis found, in the order of the lines; empty where nothing stands in the way.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillScriptFinding> Findings { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the packages that the script names as its requirements, as it writes them.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Requirements { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets a value indicating whether it can be tried: there is a runtime, and nothing is sure to fail.
    /// </summary>
    public bool CanRun =>
        Runtime is not null && Findings.All(static finding => finding.Severity != SkillDiagnosticSeverity.Error);
}

/// <summary>Something that a script needs and the sandbox does not have, or that its host should know.</summary>
public sealed record SkillScriptFinding
{
    /// <summary>
    /// Gets what kind of thing it is: <c>native-module</c>, <c>missing-module</c>, <c>program</c>, <c>threads</c>,
    /// <c>network</c>, <c>syntax-error</c>, … docs/guide/scripts.md has them all.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>
    /// Gets <see cref="SkillDiagnosticSeverity.Error"/> for what is sure to fail, and
    /// <see cref="SkillDiagnosticSeverity.Warning"/> for what is guarded, or inside of a function.
    /// </summary>
    public required SkillDiagnosticSeverity Severity { get; init; }

    /// <summary>Gets a sentence for a person. It holds names that the script's author chose.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the line, from 1; 0 where it is of no line.</summary>
    /// <value>0.</value>
    public int Line { get; init; }

    /// <summary>Gets what is needed: the name of a package, module or program; null where it has no name.</summary>
    /// <value>Null.</value>
    public string? Name { get; init; }
}
