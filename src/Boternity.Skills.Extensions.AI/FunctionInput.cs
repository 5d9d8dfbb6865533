using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>
/// The parameters of a skill's function, and the skill's input of a call's arguments. A skill whose schema is that of
/// an object has its properties as parameters; every other has one, <c>input</c>. Each parameter has a type, which
/// strict model APIs insist on.
/// </summary>
internal sealed class FunctionInput
{
    private const string InputName = "input";

    private readonly bool _isObject;
    private readonly bool _isText;

    private FunctionInput(JsonElement schema, bool isObject, bool isText)
    {
        Schema = schema;
        _isObject = isObject;
        _isText = isText;
    }

    /// <summary>The JSON Schema of the parameters.</summary>
    public JsonElement Schema { get; }

    public static FunctionInput Of(InstalledSkill skill)
    {
        if (skill.InputSchema is not { Schema: var schema })
        {
            return new FunctionInput(
                ToElement(Wrap(new JsonObject
                {
                    ["type"] = "string",
                    ["description"] = "The skill's whole input, as text.",
                })),
                isObject: false,
                isText: true);
        }

        if (schema.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("type", out JsonElement type)
            && type.ValueKind == JsonValueKind.String
            && type.GetString() == "object")
        {
            return new FunctionInput(schema, isObject: true, isText: false);
        }

        JsonNode inner = schema.ValueKind == JsonValueKind.Object ? JsonObject.Create(schema)! : new JsonObject();
        MoveReferences(inner);
        return new FunctionInput(ToElement(Wrap(inner)), isObject: false, isText: false);
    }

    /// <summary>The input of a call.</summary>
    /// <returns>False where the arguments have none, or one is no Unicode text.</returns>
    public bool TryRead(AIFunctionArguments arguments, [NotNullWhen(true)] out string? input)
    {
        try
        {
            return TryReadText(arguments, out input);
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException)
        {
            // Half of a surrogate pair shows only when a text is read.
            input = null;
            return false;
        }
    }

    private bool TryReadText(AIFunctionArguments arguments, [NotNullWhen(true)] out string? input)
    {
        if (_isObject)
        {
            var whole = new JsonObject();
            foreach ((string name, object? value) in arguments)
            {
                whole[name] = ToNode(value);
            }

            input = whole.ToJsonString();
            return true;
        }

        input = null;
        if (arguments.TryGetValue(InputName, out object? one))
        {
            JsonNode? node = ToNode(one);
            input = _isText && node is JsonValue text && text.TryGetValue(out string? plain)
                ? plain
                : node?.ToJsonString() ?? (_isText ? "" : "null");
        }

        return input is not null;
    }

    private static JsonObject Wrap(JsonNode input) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [InputName] = input },
        ["required"] = new JsonArray(InputName),
        ["additionalProperties"] = false,
    };

    // A reference means a place in the whole schema, and the skill's one is now a part of it.
    private static void MoveReferences(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["$ref"] is JsonValue value
                    && value.TryGetValue(out string? reference)
                    && reference.StartsWith('#'))
                {
                    members["$ref"] = $"#/properties/{InputName}{reference[1..]}";
                }

                foreach ((_, JsonNode? member) in members)
                {
                    MoveReferences(member);
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    MoveReferences(item);
                }

                break;
        }
    }

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        _ => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType())),
    };

    private static JsonElement ToElement(JsonNode node) =>
        JsonSerializer.SerializeToElement(node, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonNode)));
}
