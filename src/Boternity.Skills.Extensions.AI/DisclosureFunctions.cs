using Boternity.Skills.Prompts;
using Boternity.Skills.Storage;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>The functions of progressive disclosure.</summary>
internal sealed class DisclosureFunctions(
    Func<CancellationToken, Task<IReadOnlyList<InstalledSkill>>> list,
    ISkillStore store,
    ISkillExecutor executor,
    SkillFunctionOptions options,
    SkillPromptRenderer renderer)
{
    public const string LoadName = "load_skill";
    public const string ReadName = "read_skill_resource";
    public const string RunName = "run_skill_script";

    private const string SkillName = "skill_name";
    private const string ResourceName = "resource_name";
    private const string ScriptName = "script_name";

    private static readonly (string Name, string Description) SkillParameter =
        (SkillName, "The skill's name, as in the catalogue.");

    public IReadOnlyList<AITool> Create() =>
    [
        new DisclosureFunction(
            LoadName,
            "Gives the whole text of a skill of the catalogue, with the lists of its resources and scripts.",
            FunctionSchemas.OfTexts(SkillParameter),
            LoadAsync),
        new DisclosureFunction(
            ReadName,
            "Gives the text of a resource that a skill's text or list names.",
            FunctionSchemas.OfTexts(SkillParameter, (ResourceName, "The file's path, as in the skill's list.")),
            ReadAsync),
        WithApproval(new DisclosureFunction(
            RunName,
            "Runs a script that a skill's text or list names, in a sandbox, and gives what it printed.",
            FunctionSchemas.Of(
                [SkillParameter, (ScriptName, "The script's path, as in the skill's list.")], ScriptRun.Parameters),
            RunAsync)),
    ];

    // Which skill it is shows when it is called: one function is for all of them.
    private AIFunction WithApproval(AIFunction function) =>
        options.ApprovalTiers.Count > 0 ? new ApprovalRequiredAIFunction(function) : function;

    private async Task<object> RunAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        InstalledSkill skill = await FindAsync(arguments, cancellationToken).ConfigureAwait(false);
        string path = FunctionSchemas.TextOf(arguments, ScriptName);
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return skill.Scripts.Any(script => string.Equals(script.Path, path, StringComparison.Ordinal))
            ? await ScriptRun
                .RunAsync(skill, path, RunName, arguments, executor, options, cancellationToken)
                .ConfigureAwait(false)
            : FunctionResults.Error(
                SkillErrorCodes.StoreFileUnknown,
                "The skill has no such script. Take a path of the list that load_skill gives.");
    }

    private async Task<object> LoadAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        InstalledSkill skill = await FindAsync(arguments, cancellationToken).ConfigureAwait(false);
        return renderer.RenderContent(
            await store.ReadInstructionsAsync(skill, cancellationToken).ConfigureAwait(false));
    }

    private async Task<object> ReadAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        InstalledSkill skill = await FindAsync(arguments, cancellationToken).ConfigureAwait(false);
        string path = FunctionSchemas.TextOf(arguments, ResourceName);
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        if (!skill.Resources.Any(file => string.Equals(file.Path, path, StringComparison.Ordinal)))
        {
            return FunctionResults.Error(
                SkillErrorCodes.StoreFileUnknown,
                "The skill has no such resource. Take a path of the list that load_skill gives.");
        }

        try
        {
            string text = await store.ReadTextAsync(skill, path, cancellationToken).ConfigureAwait(false);
            return renderer.RenderResource(skill, path, text);
        }
        catch (SkillStoreException error) when (error.Code == SkillErrorCodes.StoreFileNotText)
        {
            return FunctionResults.Error(error.Code, "The resource is not text; it cannot be shown.");
        }
    }

    /// <summary>The skill of a name: its id, or the one that has it in its manifest.</summary>
    /// <exception cref="SkillNotInstalledException">There is none, or more than one.</exception>
    private async Task<InstalledSkill> FindAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        string name = FunctionSchemas.TextOf(arguments, SkillName);
        IReadOnlyList<InstalledSkill> skills = await list(cancellationToken).ConfigureAwait(false);
        if (skills.FirstOrDefault(skill => skill.SkillId == name) is { } exact)
        {
            return exact;
        }

        InstalledSkill[] named = [.. skills.Where(skill => skill.Name == name)];
        return named.Length == 1 ? named[0] : throw new SkillNotInstalledException(name);
    }
}
