using System.Text.Json;
using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Grants;
using Microsoft.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>
/// A tool skill, or a script of a skill, as a tool. What it may reach is in its annotations; what fails in it is a
/// result.
/// </summary>
internal sealed class SkillServerTool : McpServerTool
{
    private readonly InstalledSkill _skill;
    private readonly string? _script;
    private readonly ISkillExecutor _executor;
    private readonly InstalledSkillsServerOptions _options;

    public SkillServerTool(
        InstalledSkill skill,
        string? script,
        string name,
        SkillGrants grants,
        ISkillExecutor executor,
        InstalledSkillsServerOptions options)
    {
        _skill = skill;
        _script = script;
        _executor = executor;
        _options = options;
        AIFunction function = Create(new SkillFunctionOptions { Name = name });
        bool changesNothing = !grants.Includes(SkillCapability.WriteFile)
            && !grants.Includes(SkillCapability.HttpPost);
        ProtocolTool = new Tool
        {
            Name = name,
            Description = function.Description,
            InputSchema = function.JsonSchema,
            Annotations = new ToolAnnotations
            {
                ReadOnlyHint = changesNothing,
                DestructiveHint = !changesNothing,
                OpenWorldHint = grants.Http.Count > 0,
            },
        };
    }

    public override Tool ProtocolTool { get; }

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        AIFunction function = Create(new SkillFunctionOptions
        {
            Name = ProtocolTool.Name,
            MaxOutputLength = _options.MaxOutputLength,
            CreateExecutionOptions = (skill, _) => _options.CreateExecutionOptions?.Invoke(skill, request.Server),
            CreateScriptOptions = (skill, _) => _options.CreateScriptOptions?.Invoke(skill, request.Server),
        });
        var arguments = new AIFunctionArguments { Services = request.Services };
        foreach ((string name, JsonElement value) in request.Params?.Arguments ?? new Dictionary<string, JsonElement>())
        {
            arguments[name] = value;
        }

        await TellBeginningAsync(request, cancellationToken).ConfigureAwait(false);
        object? result = await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false);
        return result is JsonElement { ValueKind: JsonValueKind.Object } error
            ? new CallToolResult
            {
                IsError = true,
                Content = [new TextContentBlock { Text = error.GetProperty("error").GetString()! }],
                StructuredContent = error,
            }
            : new CallToolResult { Content = [new TextContentBlock { Text = result?.ToString() ?? "" }] };
    }

    private AIFunction Create(SkillFunctionOptions options) =>
        _script is null
            ? _skill.AsAIFunction(_executor, options)
            : _skill.AsScriptFunction(_script, _executor, options);

    // That it has ended is the result, which could overtake a notification.
    private async Task TellBeginningAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        if (request.Params?.ProgressToken is { } token)
        {
            await request.Server
                .NotifyProgressAsync(
                    token,
                    new ProgressNotificationValue
                    {
                        Progress = 0,
                        Total = 1,
                        Message = $"{ProtocolTool.Name} has begun",
                    },
                    cancellationToken: cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
