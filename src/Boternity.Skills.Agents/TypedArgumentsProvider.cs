using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Agents;

/// <summary>
/// Gives the framework's functions as they are, but for parameters whose schema has no type, which strict model APIs
/// refuse: they get the types that a script's arguments can have.
/// </summary>
internal sealed class TypedArgumentsProvider(AgentSkillsProvider inner) : AIContextProvider
{
    public override IReadOnlyList<string> StateKeys => inner.StateKeys;

    protected override async ValueTask<AIContext> InvokingCoreAsync(
        InvokingContext context, CancellationToken cancellationToken = default)
    {
        AIContext given = await inner.InvokingAsync(context, cancellationToken).ConfigureAwait(false);
        given.Tools = given.Tools?.Select(static tool => tool is AIFunction function ? Typed(function) : tool).ToList();
        return given;
    }

    protected override ValueTask InvokedCoreAsync(
        InvokedContext context, CancellationToken cancellationToken = default) =>
        inner.InvokedAsync(context, cancellationToken);

    private static AIFunction Typed(AIFunction function)
    {
        if (JsonObject.Create(function.JsonSchema) is not { } schema
            || schema["properties"] is not JsonObject properties)
        {
            return function;
        }

        JsonObject[] untyped =
        [
            .. properties.Select(static property => property.Value)
                .OfType<JsonObject>()
                .Where(static parameter => !parameter.ContainsKey("type")),
        ];
        foreach (JsonObject parameter in untyped)
        {
            parameter["type"] = new JsonArray("object", "array", "null");
            parameter["items"] = new JsonObject { ["type"] = "string" };
        }

        return untyped.Length == 0 ? function : new TypedFunction(
            function,
            JsonSerializer.SerializeToElement(schema, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonObject))));
    }

    private sealed class TypedFunction(AIFunction function, JsonElement schema) : DelegatingAIFunction(function)
    {
        public override JsonElement JsonSchema => schema;
    }
}
