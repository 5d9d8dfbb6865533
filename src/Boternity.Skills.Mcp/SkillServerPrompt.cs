using Boternity.Skills.Prompts;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>A prompt skill as a prompt: its content, held in tags.</summary>
internal sealed class SkillServerPrompt : McpServerPrompt
{
    private readonly InstalledSkill _skill;
    private readonly ISkillStore _store;
    private readonly SkillPromptRenderer _renderer;
    private readonly InstalledSkillsServerOptions _options;

    public SkillServerPrompt(
        InstalledSkill skill,
        string name,
        ISkillStore store,
        SkillPromptRenderer renderer,
        InstalledSkillsServerOptions options)
    {
        _options = options;
        _skill = skill;
        _store = store;
        _renderer = renderer;
        ProtocolPrompt = new Prompt { Name = name, Description = renderer.RenderDescription(skill.Manifest) };
    }

    public override Prompt ProtocolPrompt { get; }

    public override IReadOnlyList<object> Metadata => _options.CreateMetadata?.Invoke(_skill) ?? [];

    public override async ValueTask<GetPromptResult> GetAsync(
        RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            IReadOnlyList<SkillInstructions> texts = await _store
                .ReadInstructionsAsync(_skill, cancellationToken)
                .ConfigureAwait(false);
            return new GetPromptResult
            {
                Description = ProtocolPrompt.Description,
                Messages =
                [
                    new PromptMessage
                    {
                        Role = Role.User,
                        Content = new TextContentBlock { Text = _renderer.RenderContent(texts) },
                    },
                ],
            };
        }
        catch (SkillException error)
        {
            throw new McpProtocolException(error.ModelMessage, error, McpErrorCode.InternalError);
        }
    }
}
