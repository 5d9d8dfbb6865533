using Boternity.Skills.Capabilities;

namespace Boternity.Skills.Execution;

/// <summary>One run of a program, as the executor asks an engine for it.</summary>
public sealed record WasmRunRequest
{
    /// <summary>The input.</summary>
    public required string Input { get; init; }

    /// <summary>What the run may use.</summary>
    public required SkillLimits Limits { get; init; }

    /// <summary>The skill that runs.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>The run's name in logs and traces.</summary>
    public required string InvocationId { get; init; }

    /// <summary>What the program's imports reach; null for a host that offers nothing.</summary>
    public ISkillHost? Host { get; init; }

    /// <summary>The name of the bot on whose behalf the skill runs.</summary>
    public string BotName { get; init; } = "";

    /// <summary>The URL-safe name of that bot.</summary>
    public string BotSlug { get; init; } = "";

    /// <summary>The seed of the program's random numbers; null for numbers that nobody can foretell.</summary>
    public long? RandomSeed { get; init; }
}
