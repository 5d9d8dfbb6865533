using Boternity.Skills.Prompts;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>Makes functions of installed skills.</summary>
public static class SkillFunctionExtensions
{
    private static readonly SkillPromptRenderer Renderer = new();

    /// <summary>
    /// A function that executes a tool skill. Its parameters are those of the skill's input schema, or one text. What
    /// fails in the skill is a result that a model can act on (<c>{"error": "…", "code": "BSK…"}</c>); cancellation
    /// and faults of the host are exceptions.
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

    /// <summary>
    /// A function that runs one of a skill's scripts in the sandbox: <c>arguments</c> are those of its command line,
    /// <c>input</c> is what it reads. An exit code that is not 0 is a result that a model can act on.
    /// </summary>
    /// <param name="skill">The skill.</param>
    /// <param name="path">The script, one of <see cref="InstalledSkill.Scripts"/>.</param>
    /// <param name="executor">What runs it.</param>
    /// <param name="options">Name, approval, execution; null for the defaults.</param>
    /// <returns>The function; an <see cref="ApprovalRequiredAIFunction"/> where the options say so.</returns>
    /// <exception cref="ArgumentException">The skill has no such script.</exception>
    public static AIFunction AsScriptFunction(
        this InstalledSkill skill, string path, ISkillExecutor executor, SkillFunctionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(executor);
        if (!skill.Scripts.Any(script => string.Equals(script.Path, path, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"'{skill.SkillId}' has no script '{path}'.", nameof(path));
        }

        SkillFunctionOptions known = options ?? new SkillFunctionOptions();
        string name = known.Name
            ?? SkillFunctionNames.Create($"{skill.SkillId}_{Path.GetFileNameWithoutExtension(path)}");
        var function = new DisclosureFunction(
            name,
            $"Runs {path} of the skill '{skill.SkillId}' in a sandbox. {Renderer.RenderDescription(skill.Manifest)}",
            FunctionSchemas.Of([], ScriptRun.Parameters),
            (arguments, token) => ScriptRun.RunAsync(skill, path, name, arguments, executor, known, token));
        return known.ApprovalTiers.Contains(skill.TrustTier) ? new ApprovalRequiredAIFunction(function) : function;
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
