namespace Boternity.Skills;

/// <summary>Which limit of <see cref="SkillLimits"/> ended an execution.</summary>
public enum SkillLimitKind
{
    /// <summary><see cref="SkillLimits.Fuel"/>.</summary>
    Fuel,

    /// <summary><see cref="SkillLimits.MemoryBytes"/>.</summary>
    Memory,

    /// <summary><see cref="SkillLimits.Timeout"/>, in milliseconds.</summary>
    Time,

    /// <summary><see cref="SkillLimits.OutputBytes"/>.</summary>
    Output,

    /// <summary><see cref="SkillLimits.InputBytes"/>.</summary>
    Input,
}
