namespace Boternity.Skills;

/// <summary>A line that a skill logged: text from a stranger, bounded, with the secrets it was given masked.</summary>
/// <param name="Level">The level as the skill wrote it; unknown ones are kept.</param>
/// <param name="Message">The text.</param>
public sealed record SkillLogLine(string Level, string Message);
