namespace Boternity.Skills;

/// <summary>What a skill is, from <c>metadata.skill-type</c>.</summary>
public enum SkillType
{
    /// <summary>Text for a model to read: the host puts the body into a prompt. The default.</summary>
    Prompt = 0,

    /// <summary>A program: the host executes its <c>skill.wasm</c>.</summary>
    Tool = 1,
}
