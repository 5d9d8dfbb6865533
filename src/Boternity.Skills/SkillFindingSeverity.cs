namespace Boternity.Skills;

/// <summary>How much a <see cref="SkillFinding"/> matters.</summary>
public enum SkillFindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Worth a look before the skill is used.</summary>
    Warning,

    /// <summary>Seldom seen in a skill that means well.</summary>
    Danger,
}
