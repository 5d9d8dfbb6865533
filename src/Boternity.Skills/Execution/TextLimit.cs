using System.Text;

namespace Boternity.Skills.Execution;

/// <summary>Holds a run's input and output to their limits, which count UTF-8.</summary>
internal static class TextLimit
{
    /// <summary>The text, when it is within the limit.</summary>
    /// <exception cref="SkillLimitExceededException">It is larger.</exception>
    public static string Check(string skill, SkillLimitKind kind, string text, long limit)
    {
        Check(skill, kind, Encoding.UTF8.GetByteCount(text), limit);
        return text;
    }

    /// <exception cref="SkillLimitExceededException">It is larger.</exception>
    public static void Check(string skill, SkillLimitKind kind, long bytes, long limit)
    {
        if (bytes > limit)
        {
            throw new SkillLimitExceededException(
                kind,
                limit,
                $"The {(kind == SkillLimitKind.Input ? "input" : "output")} of '{skill}' "
                    + $"is larger than {limit} bytes.");
        }
    }
}
