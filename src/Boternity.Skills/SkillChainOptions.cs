namespace Boternity.Skills;

/// <summary>What a host may say about a chain.</summary>
public sealed record SkillChainOptions
{
    /// <summary>
    /// Gets the budget of all steps together: fuel and time are used up by one after the other (waiting for a turn to
    /// run among it), memory, input and output bound each of them.
    /// </summary>
    /// <value>Null: the limits of the least trusted skill's tier.</value>
    public SkillLimits? Budget { get; init; }

    /// <summary>Gets the name of the chain in results, logs, traces and the audit; null for a new version 7 UUID. Its
    /// steps are called the same, with <c>/1</c>, <c>/2</c> and so on.</summary>
    /// <value>Null.</value>
    public string? ChainId { get; init; }

    /// <summary>Gets the name of the bot on whose behalf the skills run; they can read it.</summary>
    /// <value>Empty.</value>
    public string BotName { get; init; } = "";

    /// <summary>Gets the URL-safe name of that bot; the skills can read it.</summary>
    /// <value>Empty.</value>
    public string BotSlug { get; init; } = "";

    /// <summary>Gets on whose behalf the skills are executed; they cannot see it.</summary>
    /// <value>Nobody in particular.</value>
    public SkillCaller Caller { get; init; } = new();

    /// <summary>
    /// Gets the name of the profile of the bot that executes, for the audit; the executor of a profile
    /// (<see cref="Profiles.SkillProfileServices.Executor"/>) sets it.
    /// </summary>
    /// <value>Null: none.</value>
    public string? Profile { get; init; }

    /// <summary>Gets the seed of all random numbers that each step gets; null for numbers that nobody can
    /// foretell.</summary>
    /// <value>Null.</value>
    public long? RandomSeed { get; init; }

    /// <summary>
    /// Gets what is called with each line that a step logs, as it does, on the thread that runs it; null for nothing.
    /// What it throws ends the run.
    /// </summary>
    /// <value>Null.</value>
    public Action<SkillLogLine>? OnLog { get; init; }
}
