using System.Text;
using Boternity.Skills.Prompts;
using Microsoft.Agents.AI;

namespace Boternity.Skills.Agents;

/// <summary>One installed skill, as the framework wants it.</summary>
internal sealed class StoredAgentSkill : AgentSkill
{
    /// <summary>The specification's, which the framework enforces.</summary>
    private const int MaxDescriptionLength = 1_024;

    private static readonly SkillPromptRenderer Renderer = new();

    private readonly InstalledSkill _skill;
    private readonly ISkillStore _store;
    private readonly ISkillExecutor _executor;
    private readonly InstalledSkillsOptions _options;
    private readonly StoredSkillProgram? _program;

    public StoredAgentSkill(
        InstalledSkill skill,
        string name,
        ISkillStore store,
        ISkillExecutor executor,
        InstalledSkillsOptions options)
    {
        _skill = skill;
        _store = store;
        _executor = executor;
        _options = options;
        Frontmatter = new AgentSkillFrontmatter(name, DescriptionOf(skill)) { License = skill.Manifest.License };
        if (skill.Type == SkillType.Tool)
        {
            _program = new StoredSkillProgram(skill, executor, options);
        }
    }

    public override AgentSkillFrontmatter Frontmatter { get; }

    public override async ValueTask<string> GetContentAsync(CancellationToken cancellationToken = default)
    {
        string content = Renderer.RenderContent(
            await _store.ReadInstructionsAsync(_skill, cancellationToken).ConfigureAwait(false));
        return _program is null
            ? content
            : new StringBuilder(content)
                .Append("To execute the skill's program, run its script \"")
                .Append(StoredSkillProgram.ScriptName)
                .Append("\" with arguments of this JSON Schema:\n")
                .Append(_program.ParametersSchema)
                .Append('\n')
                .ToString();
    }

    public override ValueTask<AgentSkillResource?> GetResourceAsync(
        string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        string path = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return new(_skill.Resources.Any(file => string.Equals(file.Path, path, StringComparison.Ordinal))
            ? new StoredSkillResource(_skill, path, _store, Renderer)
            : null);
    }

    public override ValueTask<AgentSkillScript?> GetScriptAsync(
        string name, CancellationToken cancellationToken = default) =>
        new(string.Equals(name, StoredSkillProgram.ScriptName, StringComparison.Ordinal) && _program is not null
            ? _program
            : FindScript(name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name));

    private StoredSkillScript? FindScript(string path) =>
        _skill.Scripts.Any(script => string.Equals(script.Path, path, StringComparison.Ordinal))
            ? new StoredSkillScript(_skill, path, _executor, _options)
            : null;

    private static string DescriptionOf(InstalledSkill skill)
    {
        string text = Renderer.RenderDescription(skill.Manifest);
        return text.Length <= MaxDescriptionLength
            ? text
            : text[..MaxDescriptionLength];
    }
}
