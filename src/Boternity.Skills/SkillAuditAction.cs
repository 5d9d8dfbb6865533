using System.Text.Json.Serialization;

namespace Boternity.Skills;

/// <summary>What an audit event is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SkillAuditAction>))]
public enum SkillAuditAction
{
    /// <summary>The host approved a skill.</summary>
    Approved,

    /// <summary>The host, its policy or a check refused a skill.</summary>
    Refused,

    /// <summary>A skill was installed or updated.</summary>
    Installed,

    /// <summary>A skill was executed, with whatever outcome.</summary>
    Executed,

    /// <summary>Installed content is not what was approved.</summary>
    IntegrityViolated,

    /// <summary>The log itself: it was opened after an event had been written only in part.</summary>
    LogRecovered,
}
