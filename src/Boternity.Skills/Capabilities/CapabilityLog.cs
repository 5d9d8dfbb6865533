using Boternity.Skills.Grants;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Capabilities;

/// <summary>What the host's side of executions logs.</summary>
internal static partial class CapabilityLog
{
    /// <summary>
    /// The category of lines that skills write themselves, so that a host can filter strangers' text.
    /// </summary>
    public const string SkillCategory = "Boternity.Skills.Skill";

    [LoggerMessage(
        4101, LogLevel.Warning, "Denied {Capability} on '{Scope}' ({Reason}) to skill '{Skill}' ({InvocationId})")]
    public static partial void Denied(
        ILogger logger,
        SkillCapability capability,
        string scope,
        SkillDenialReason reason,
        string skill,
        string invocationId);

    [LoggerMessage(4102, LogLevel.Warning, "Refused to connect to {Address} ({Rule}) for host '{Host}'")]
    public static partial void AddressRefused(ILogger logger, string address, string rule, string host);

    [LoggerMessage(EventId = 4103, Message = "Skill '{Skill}' ({InvocationId}): {Message}")]
    public static partial void SkillLogged(
        ILogger logger, LogLevel level, string skill, string invocationId, string message);
}
