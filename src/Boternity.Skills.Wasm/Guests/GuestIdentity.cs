namespace Boternity.Skills.Wasm.Guests;

/// <summary>On whose behalf a guest runs: what <c>get-context</c> of <c>boternity:skill/host</c> answers.</summary>
public sealed record GuestIdentity
{
    /// <summary>Gets the name of the bot.</summary>
    /// <value>Empty.</value>
    public string BotName { get; init; } = "";

    /// <summary>Gets the URL-safe name of the bot.</summary>
    /// <value>Empty.</value>
    public string BotSlug { get; init; } = "";

    /// <summary>Gets the skill's name.</summary>
    public required string SkillName { get; init; }

    /// <summary>Gets the run's name in results, logs and traces.</summary>
    public required string InvocationId { get; init; }
}
