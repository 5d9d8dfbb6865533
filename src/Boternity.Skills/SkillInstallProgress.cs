namespace Boternity.Skills;

/// <summary>A report of an install under way.</summary>
/// <param name="Step">The step that begins.</param>
/// <param name="Message">The same for a person, in one line.</param>
public sealed record SkillInstallProgress(SkillInstallStep Step, string Message);
