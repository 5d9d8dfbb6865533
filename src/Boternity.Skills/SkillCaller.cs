using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>
/// On whose behalf a host executes a skill. Host services (<see cref="Capabilities.ISkillMemory"/>,
/// <see cref="Capabilities.ISecretProvider"/>) tell callers apart by it; the skill itself cannot see it.
/// </summary>
public sealed record SkillCaller
{
    /// <summary>Gets the name of the session or conversation.</summary>
    /// <value>Empty.</value>
    public string SessionId { get; init; } = "";

    /// <summary>Gets the name of the user.</summary>
    /// <value>Empty.</value>
    public string UserId { get; init; } = "";

    /// <summary>Gets the name of the tenant.</summary>
    /// <value>Empty.</value>
    public string TenantId { get; init; } = "";

    /// <summary>Gets whatever else the host's services want to know.</summary>
    /// <value>Empty.</value>
    public IReadOnlyDictionary<string, object> Items
    {
        get;
        init => field = ValueItems.Of(value);
    }

    = ValueItems<object>.Empty;

    /// <summary>How many items there are, without any of the names.</summary>
    public override string ToString() => $"{nameof(SkillCaller)} {{ {Items.Count} items }}";
}
