using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>A function of fixed parameters, whose failures are results.</summary>
internal sealed class DisclosureFunction(
    string name,
    string description,
    JsonElement schema,
    Func<AIFunctionArguments, CancellationToken, Task<object>> invoke) : AIFunction
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => schema;

    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await invoke(arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            return FunctionResults.Error(error);
        }
    }
}
