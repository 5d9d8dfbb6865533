using System.Text.Json;
using Boternity.Skills.Extensions.AI;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Agents;

/// <summary>The program of a tool skill as a script that takes what the skill's input schema says.</summary>
internal sealed class StoredSkillProgram : AgentSkillScript
{
    public const string ScriptName = "execute";

    private readonly AIFunction _function;

    public StoredSkillProgram(InstalledSkill skill, ISkillExecutor executor, InstalledSkillsOptions options)
        : base(ScriptName, "Executes the skill's program in the sandbox.") =>
        _function = skill.AsAIFunction(executor, new SkillFunctionOptions
        {
            MaxOutputLength = options.MaxOutputLength,
            Progress = options.Progress,
            CreateExecutionOptions = (installed, arguments) =>
                options.CreateExecutionOptions?.Invoke(installed, arguments.Services),
        });

    public override JsonElement? ParametersSchema => _function.JsonSchema;

    public override async Task<object?> RunAsync(
        AgentSkill skill,
        JsonElement? arguments,
        IServiceProvider? serviceProvider,
        CancellationToken cancellationToken = default) =>
        await _function
            .InvokeAsync(
                new AIFunctionArguments(ToArguments(arguments)) { Services = serviceProvider }, cancellationToken)
            .ConfigureAwait(false);

    // What is no object is taken for the one parameter of a skill that has one.
    private static Dictionary<string, object?> ToArguments(JsonElement? arguments) => arguments switch
    {
        { ValueKind: JsonValueKind.Object } members =>
            members.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value),
        { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } other => new() { ["input"] = other },
        _ => [],
    };
}
