using System.Text.Json;
using Boternity.Skills.Prompts;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>One tool skill as a function.</summary>
internal sealed class SkillFunction : AIFunction
{
    private static readonly SkillPromptRenderer Renderer = new();

    private readonly InstalledSkill _skill;
    private readonly ISkillExecutor _executor;
    private readonly SkillFunctionOptions _options;
    private readonly FunctionInput _input;

    public SkillFunction(InstalledSkill skill, ISkillExecutor executor, SkillFunctionOptions options, string name)
    {
        _skill = skill;
        _executor = executor;
        _options = options;
        _input = FunctionInput.Of(skill);
        Name = name;
        Description = Renderer.RenderDescription(skill.Manifest);
        AdditionalProperties = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["boternity.skill_id"] = skill.SkillId,
            ["boternity.trust_tier"] = skill.TrustTier.ToString(),
        };
    }

    public override string Name { get; }

    public override string Description { get; }

    public override JsonElement JsonSchema => _input.Schema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(InstalledSkill)
            ? _skill
            : base.GetService(serviceType, serviceKey);

    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        if (!_input.TryRead(arguments, out string? input))
        {
            return FunctionResults.Error(
                SkillErrorCodes.ExecutionInputInvalid,
                "The input was not accepted: expected an argument 'input', or a text in it is not Unicode.");
        }

        var progress = new CallProgress(_skill, Name, null, _options.Progress);
        progress.Started();
        try
        {
            SkillExecutionResult result = await _executor
                .ExecuteAsync(
                    _skill,
                    input,
                    progress.Listen(_options.CreateExecutionOptions?.Invoke(_skill, arguments)),
                    cancellationToken)
                .ConfigureAwait(false);
            progress.Completed(result);
            return FunctionResults.Output(result.Output, _options.MaxOutputLength);
        }
        catch (SkillException error)
        {
            progress.Failed(error);
            return FunctionResults.Error(error);
        }
    }
}
