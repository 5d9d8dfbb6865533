using System.Globalization;
using System.Text;
using Boternity.Skills.Prompts;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>
/// Functions with which a model finds skills in the host's registries and has one installed, with a person's consent.
/// </summary>
public sealed class SkillInstallTools
{
    internal const string ConfirmName = "confirm_skill_install";
    internal const string ApprovalId = "approval_id";

    private const string FindName = "find_skills";
    private const string InstallName = "install_skill";
    private const int MaxFound = 10;

    private static readonly SkillPromptRenderer Renderer = new();

    private readonly IReadOnlyList<ISkillRegistry> _registries;
    private readonly ISkillInstaller _installer;
    private readonly ChatSkillApprover _approver;

    /// <summary>Creates the functions of a host.</summary>
    /// <param name="registries">Where skills are found.</param>
    /// <param name="installer">What installs them, which asks the approver.</param>
    /// <param name="approver">The host's approver.</param>
    public SkillInstallTools(
        IEnumerable<ISkillRegistry> registries, ISkillInstaller installer, ChatSkillApprover approver)
    {
        ArgumentNullException.ThrowIfNull(registries);
        ArgumentNullException.ThrowIfNull(installer);
        ArgumentNullException.ThrowIfNull(approver);
        _registries = [.. registries];
        _installer = installer;
        _approver = approver;
    }

    /// <summary>
    /// <c>find_skills</c>, <c>install_skill</c>, and <c>confirm_skill_install</c>, an
    /// <see cref="ApprovalRequiredAIFunction"/>.
    /// </summary>
    public IReadOnlyList<AITool> GetAITools() =>
    [
        new DisclosureFunction(
            FindName,
            "Finds skills that could be installed. Gives a reference and a description of each.",
            FunctionSchemas.OfTexts(("query", "Words of the skill's name or description.")),
            FindAsync),
        new DisclosureFunction(
            InstallName,
            "Prepares a skill for installation: fetches it and looks at it. A person decides afterwards.",
            FunctionSchemas.OfTexts(("reference", "A reference that find_skills gave.")),
            PrepareAsync),
        new ApprovalRequiredAIFunction(new DisclosureFunction(
            ConfirmName,
            "Installs a skill that install_skill prepared, if the person approves.",
            FunctionSchemas.OfTexts((ApprovalId, "What install_skill gave.")),
            ConfirmAsync)),
    ];

    private async Task<object> FindAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        string query = FunctionSchemas.TextOf(arguments, "query");
        var text = new StringBuilder();
        foreach (ISkillRegistry registry in _registries)
        {
            foreach (DiscoveredSkill skill in await registry
                .SearchAsync(query, MaxFound, cancellationToken)
                .ConfigureAwait(false))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{ReferenceOf(skill)}: {Renderer.RenderDescription(skill.Manifest)}\n");
            }
        }

        return text.Length == 0 ? "No skill was found. Try other words." : text.ToString();
    }

    private static string ReferenceOf(DiscoveredSkill skill) => skill.Source switch
    {
        { Repository: null } source => $"{source.Registry}/{skill.Manifest.Name}",
        { Path.Length: 0 } source => source.Repository,
        var source => $"{source.Repository}/{source.Path}",
    };

    private async Task<object> PrepareAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        // A model chooses among the host's registries; an address or a path would be its own choice, or a stranger's.
        if (!SkillReference.TryParse(FunctionSchemas.TextOf(arguments, "reference"), out SkillReference? reference)
            || reference.Address is not null)
        {
            return FunctionResults.Error(
                SkillErrorCodes.ReferenceInvalid, "That is no reference. Take one that find_skills gave.");
        }

        ChatSkillApprover.Preparation preparation = _approver.Prepare();
        try
        {
            InstalledSkill installed = await _installer
                .InstallAsync(reference, null, null, cancellationToken)
                .ConfigureAwait(false);
            return $"'{installed.SkillId}' is installed.";
        }
        catch (SkillTrustException refused) when (refused.Code == SkillErrorCodes.TrustNotApproved)
        {
            return preparation.ApprovalId is { } id && _approver.DescribeForModel(id) is { } lines
                ? $"The skill is ready. Call {ConfirmName} with {ApprovalId} \"{id}\" to ask the person.\n"
                    + string.Join('\n', lines)
                : FunctionResults.Error(refused);
        }
    }

    private async Task<object> ConfirmAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        InstalledSkill? installed = await _approver
            .ConfirmAsync(FunctionSchemas.TextOf(arguments, ApprovalId), _installer, cancellationToken)
            .ConfigureAwait(false);
        return installed is null
            ? FunctionResults.Error(
                SkillErrorCodes.TrustNotApproved, "Nothing of that id waits for approval. Call install_skill again.")
            : $"'{installed.SkillId}' is installed.";
    }
}
