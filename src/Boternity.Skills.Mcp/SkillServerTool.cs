using System.Text.Json;
using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Grants;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>
/// A tool skill, or a script of a skill, as a tool. What it may reach is in its annotations; what fails in it is a
/// result.
/// </summary>
internal sealed class SkillServerTool : McpServerTool
{
    private static readonly SkillCaller Nobody = new();

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

    public override IReadOnlyList<object> Metadata => _options.CreateMetadata?.Invoke(_skill) ?? [];

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ProgressNotifier? progress = request.Params?.ProgressToken is { } token
            ? new ProgressNotifier(request.Server, token, cancellationToken)
            : null;
        try
        {
            return await InvokeAsync(request, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Before the result, which a notification must not follow.
            await (progress?.CompleteAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    private async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        ProgressNotifier? progress,
        CancellationToken cancellationToken)
    {
        AIFunction function = Create(new SkillFunctionOptions
        {
            Name = ProtocolTool.Name,
            MaxOutputLength = _options.MaxOutputLength,
            CreateExecutionOptions = (skill, _) => ExecutionOptionsOf(skill, request),
            CreateScriptOptions = (skill, _) => ScriptOptionsOf(skill, request),
            Progress = progress,
        });
        var arguments = new AIFunctionArguments { Services = request.Services };
        foreach ((string name, JsonElement value) in request.Params?.Arguments ?? new Dictionary<string, JsonElement>())
        {
            arguments[name] = value;
        }

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

    private SkillExecutionOptions ExecutionOptionsOf(
        InstalledSkill skill, RequestContext<CallToolRequestParams> request)
    {
        SkillExecutionOptions options = _options.CreateExecutionOptions?.Invoke(skill, request.Server) ?? new();
        return options.Caller == Nobody ? options with { Caller = CallerOf(request) } : options;
    }

    private SkillScriptOptions ScriptOptionsOf(InstalledSkill skill, RequestContext<CallToolRequestParams> request)
    {
        SkillScriptOptions options = _options.CreateScriptOptions?.Invoke(skill, request.Server) ?? new();
        return options.Caller == Nobody ? options with { Caller = CallerOf(request) } : options;
    }

    private static SkillCaller CallerOf(RequestContext<CallToolRequestParams> request) =>
        RequestCaller.Of(request.User, request.Server.SessionId);
}
