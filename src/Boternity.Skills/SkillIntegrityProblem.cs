namespace Boternity.Skills;

/// <summary>One thing in a store that is not what was installed.</summary>
/// <param name="Directory">The skill's directory.</param>
/// <param name="File">The file, relative to it, with forward slashes; null where the whole entry is at fault.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">The same in a sentence that names both.</param>
public sealed record SkillIntegrityProblem(string Directory, string? File, SkillIntegrityProblemKind Kind, string Message);
