using Boternity.Skills.Collections;

namespace Boternity.Skills.Dependencies;

/// <summary>
/// Skills cannot be together as they are: one that is needed is missing or has no fitting version, they go round in a
/// circle, they conflict, or one is needed by others.
/// </summary>
public sealed class SkillDependencyException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillDependencyException(
        string code, IReadOnlyList<string> path, string message, Exception? innerException = null)
        : base(code, message, innerException) => Path = ValueList.Of(path);

    /// <summary>
    /// Gets the skills from the one that was asked for to the one at fault, each needed by the one before it; in a
    /// circle the last is the first again.
    /// </summary>
    public IReadOnlyList<string> Path { get; }
}
