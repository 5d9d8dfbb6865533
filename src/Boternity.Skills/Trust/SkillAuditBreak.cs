namespace Boternity.Skills.Trust;

/// <summary>A place where an audit log does not hold.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="File">The file's name; empty where the whole log is meant.</param>
/// <param name="Line">The line in that file, from 1; 0 where the whole log is meant.</param>
/// <param name="Message">What is wrong, for a person.</param>
public sealed record SkillAuditBreak(SkillAuditBreakKind Kind, string File, int Line, string Message);
