using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>Makes functions of installed skills.</summary>
public static class SkillFunctionExtensions
{
    /// <summary>
    /// A function that executes a tool skill. Its parameters are those of the skill's input schema, or one text. What
    /// fails in the skill is a result that a model can act on, <c>{"error": "…", "code": "BSK…"}</c>; cancellation and
    /// faults of the host are exceptions.
    /// </summary>
    /// <param name="skill">The skill.</param>
    /// <param name="executor">What executes it.</param>
    /// <param name="options">Name, approval, execution; null for the defaults.</param>
    /// <returns>The function; an <see cref="ApprovalRequiredAIFunction"/> where the options say so.</returns>
    /// <exception cref="ArgumentException">It is a prompt skill, which is read and not executed, or a stub, which only
    /// answers with its own text.</exception>
    public static AIFunction AsAIFunction(
        this InstalledSkill skill, ISkillExecutor executor, SkillFunctionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(executor);
        if (!IsTool(skill))
        {
            throw new ArgumentException(
                $"'{skill.SkillId}' has no program to call: it is a {(skill.IsStub ? "stub" : "prompt skill")}.",
                nameof(skill));
        }

        options ??= new SkillFunctionOptions();
        return Create(skill, executor, options, options.Name ?? SkillFunctionNames.Create(skill.SkillId));
    }

    /// <summary>Whether a model can call it: prompt skills are read, and stubs have nothing to execute.</summary>
    internal static bool IsTool(InstalledSkill skill) => skill is { Type: SkillType.Tool, IsStub: false };

    internal static AIFunction Create(
        InstalledSkill skill, ISkillExecutor executor, SkillFunctionOptions options, string name)
    {
        var function = new SkillFunction(skill, executor, options, name);
        return options.ApprovalTiers.Contains(skill.TrustTier) ? new ApprovalRequiredAIFunction(function) : function;
    }
}
