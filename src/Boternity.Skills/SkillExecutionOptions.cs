using Boternity.Skills.Collections;
using Boternity.Skills.Grants;

namespace Boternity.Skills;

/// <summary>What a host may say about one execution.</summary>
public sealed record SkillExecutionOptions
{
    /// <summary>Gets limits in place of those of the skill's trust tier; null for the tier's own.</summary>
    public SkillLimits? Limits { get; init; }

    /// <summary>Gets what this execution is given in place of what was granted at install; null for that.</summary>
    public SkillGrants? Grants { get; init; }

    /// <summary>Gets the names this execution in results, logs and traces; null for a new version 7 UUID.</summary>
    public string? InvocationId { get; init; }

    /// <summary>Gets the name of the bot on whose behalf the skill runs; the skill can read it.</summary>
    /// <value>Empty.</value>
    public string BotName { get; init; } = "";

    /// <summary>Gets the URL-safe name of that bot; the skill can read it.</summary>
    /// <value>Empty.</value>
    public string BotSlug { get; init; } = "";

    /// <summary>
    /// Gets on whose behalf the skill is executed: what <see cref="Capabilities.ISkillMemory"/> and
    /// <see cref="Capabilities.ISecretProvider"/> get. The skill cannot see it.
    /// </summary>
    /// <value>Nobody in particular.</value>
    public SkillCaller Caller { get; init; } = new();

    /// <summary>
    /// Gets the arguments of a program that has them, without its name, which is the skill's. A component of the
    /// world <c>skill-plugin</c> sees them through WASI.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Arguments { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets environment variables that the program sees, without a grant, in the place of granted ones of the same
    /// names. They count as input.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Environment
    {
        get;
        init => field = ValueList.Of(value);
    }

    = [];

    /// <summary>
    /// Gets the name of the profile of the bot that executes, for the audit; the executor of a profile
    /// (<see cref="Profiles.SkillProfileServices.Executor"/>) sets it.
    /// </summary>
    /// <value>Null: none.</value>
    public string? Profile { get; init; }

    /// <summary>
    /// Gets the seed of all random numbers that the skill gets. With the same seed, clocks (a <see
    /// cref="TimeProvider"/> of the host's) and input, a run repeats exactly. Null for numbers that nobody can
    /// foretell.
    /// </summary>
    /// <value>Null.</value>
    public long? RandomSeed { get; init; }

    /// <summary>
    /// Gets what is called with each line that the skill logs, as it does, on the thread that runs it; null for
    /// nothing. Known secrets are masked in it, and lines that are dropped from the result are not given. What it
    /// throws ends the run.
    /// </summary>
    /// <value>Null.</value>
    public Action<SkillLogLine>? OnLog { get; init; }
}
