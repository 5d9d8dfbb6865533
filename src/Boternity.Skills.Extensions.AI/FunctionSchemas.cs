using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>Parameters that are texts, all of them required.</summary>
internal static class FunctionSchemas
{
    public static JsonElement OfTexts(params (string Name, string Description)[] parameters) => Of(parameters, []);

    /// <summary>Texts that are required, and other parameters that are not.</summary>
    public static JsonElement Of(
        IReadOnlyList<(string Name, string Description)> parameters,
        IEnumerable<KeyValuePair<string, JsonElement>> optional)
    {
        var properties = new JsonObject();
        foreach ((string name, string description) in parameters)
        {
            properties[name] = new JsonObject { ["type"] = "string", ["description"] = description };
        }

        foreach ((string name, JsonElement parameter) in optional)
        {
            properties[name] = JsonObject.Create(parameter);
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. parameters.Select(static one => (JsonNode)one.Name)]),
            ["additionalProperties"] = false,
        };
        return JsonSerializer.SerializeToElement(
            schema, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonObject)));
    }

    /// <summary>An argument that is a text; empty where it is none.</summary>
    public static string TextOf(AIFunctionArguments arguments, string name) =>
        arguments.TryGetValue(name, out object? value)
            ? value switch
            {
                string text => text,
                JsonElement { ValueKind: JsonValueKind.String } element => TextOf(element),
                _ => "",
            }
            : "";

    // Half of a surrogate pair is no text: it stays as it was written.
    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText();
        }
    }
}
