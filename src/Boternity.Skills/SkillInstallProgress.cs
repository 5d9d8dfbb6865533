namespace Boternity.Skills;

/// <summary>A report of an install under way: that a step begins, or how far it is.</summary>
public sealed record SkillInstallProgress
{
    /// <summary>Gets the step.</summary>
    public required SkillInstallStep Step { get; init; }

    /// <summary>Gets the same for a person, in one line.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// Gets the bytes of the step so far; null for the report that it begins, which comes once for each step.
    /// </summary>
    public long? Bytes { get; init; }

    /// <summary>Gets the bytes that the step will have; null where nobody knows.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>
    /// Gets what is wrong with the skill so far, though it can be installed: such as that it brings no program.
    /// </summary>
    public SkillDiagnostic? Diagnostic { get; init; }
}

/// <summary>A step of an install, in the order they happen.</summary>
public enum SkillInstallStep
{
    /// <summary>The reference is being looked up in the registries.</summary>
    Resolving,

    /// <summary>The skill's folder is being fetched.</summary>
    Fetching,

    /// <summary>The program is being made or checked.</summary>
    Compiling,

    /// <summary>Signature, policy, scanner and approver are asked whether it may be installed, and with what.</summary>
    Approving,

    /// <summary>The skill is being written to the store.</summary>
    Storing,

    /// <summary>The skill is installed.</summary>
    Installed,
}
