using System.Text.Json;
using Boternity.Skills.Extensions.AI;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Agents;

/// <summary>
/// A script of an installed skill. Its arguments are an array of strings, those of a command line, or an object with
/// <c>arguments</c> and <c>input</c>.
/// </summary>
internal sealed class StoredSkillScript : AgentSkillScript
{
    private static readonly JsonElement Schema = CreateSchema();

    private readonly AIFunction _function;

    public StoredSkillScript(
        InstalledSkill skill, string path, ISkillExecutor executor, InstalledSkillsOptions options)
        : base(path, "Runs in the sandbox, with command-line arguments.") =>
        _function = skill.AsScriptFunction(path, executor, new SkillFunctionOptions
        {
            MaxOutputLength = options.MaxOutputLength,
            Progress = options.Progress,
            CreateScriptOptions = (installed, arguments) =>
                options.CreateScriptOptions?.Invoke(installed, arguments.Services),
        });

    public override JsonElement? ParametersSchema => Schema;

    public override async Task<object?> RunAsync(
        AgentSkill skill,
        JsonElement? arguments,
        IServiceProvider? serviceProvider,
        CancellationToken cancellationToken = default)
    {
        var call = new AIFunctionArguments { Services = serviceProvider };
        if (arguments is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (JsonProperty member in members.EnumerateObject())
            {
                call[member.Name] = member.Value;
            }
        }
        else if (arguments is { } whole)
        {
            call["arguments"] = whole;
        }

        return await _function.InvokeAsync(call, cancellationToken).ConfigureAwait(false);
    }

    private static JsonElement CreateSchema()
    {
        using JsonDocument document = JsonDocument.Parse(
            """{"type":"array","items":{"type":"string"},"description":"Command-line arguments, in order."}""");
        return document.RootElement.Clone();
    }
}
