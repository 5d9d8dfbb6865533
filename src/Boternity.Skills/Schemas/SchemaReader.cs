using System.Globalization;
using System.Text.Json;

namespace Boternity.Skills.Schemas;

/// <summary>
/// Reads a JSON Schema: the part of draft 2020-12 that says what one value is. A keyword that would restrict the input
/// and is not known here is refused by name, so that none is passed over; every other unknown one is an annotation.
/// </summary>
internal sealed class SchemaReader
{
    /// <summary>The most schemas inside one another, and the most levels of the file.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// Keywords that assert something and are not implemented: those that depend on what other schemas have looked at,
    /// those that change what a reference means, and those of earlier drafts.
    /// </summary>
    private static readonly string[] Refused =
    [
        "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$anchor",
        "dependencies", "additionalItems",
    ];

    private readonly JsonElement _root;
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);

    private SchemaReader(JsonElement root) => _root = root;

    /// <exception cref="SchemaException">The schema cannot be used.</exception>
    public static SchemaNode Read(JsonElement schema) => new SchemaReader(schema).Read(schema, "", 0);

    private SchemaNode Read(JsonElement schema, string pointer, int depth)
    {
        if (_nodes.TryGetValue(pointer, out SchemaNode? known))
        {
            return known;
        }

        if (depth > MaxDepth)
        {
            throw new SchemaException(pointer, $"is more than {MaxDepth} schemas deep");
        }

        var node = new SchemaNode();
        _nodes[pointer] = node;
        switch (schema.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                node.Always = schema.GetBoolean();
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty keyword in schema.EnumerateObject())
                {
                    ReadKeyword(node, keyword, $"{pointer}/{SchemaPointer.Escape(keyword.Name)}", depth);
                }

                break;
            default:
                throw new SchemaException(pointer, "is neither an object nor a boolean");
        }

        return node;
    }

    private void ReadKeyword(SchemaNode node, JsonProperty keyword, string pointer, int depth)
    {
        JsonElement value = keyword.Value;
        if (Refused.Contains(keyword.Name, StringComparer.Ordinal))
        {
            throw new SchemaException(pointer, $"uses '{keyword.Name}', which this library does not implement");
        }

        switch (keyword.Name)
        {
            case "$ref":
                node.Ref = Follow(Text(value, pointer), pointer, depth);
                break;
            case "type":
                node.Types = value.ValueKind == JsonValueKind.Array
                    ? [.. Texts(value, pointer).Select(type => TypeOf(type, pointer))]
                    : [TypeOf(Text(value, pointer), pointer)];
                break;
            case "enum":
                node.Enum = [.. Array(value, pointer)];
                break;
            case "const":
                node.Const = value;
                break;
            case "pattern":
                node.PatternText = Text(value, pointer);
                node.Pattern = SchemaPattern.Read(pointer, node.PatternText);
                break;
            case "uniqueItems":
                node.UniqueItems = value.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? value.GetBoolean()
                    : throw new SchemaException(pointer, "is not a boolean");
                break;
            case "required":
                node.Required = Texts(value, pointer);
                break;
            case "dependentRequired":
                foreach (JsonProperty property in Object(value, pointer))
                {
                    node.DependentRequired[property.Name] = Texts(property.Value, pointer);
                }

                break;
            case "patternProperties":
                foreach (JsonProperty property in Object(value, pointer))
                {
                    string place = $"{pointer}/{SchemaPointer.Escape(property.Name)}";
                    node.PatternProperties.Add(
                        new(SchemaPattern.Read(place, property.Name), Read(property.Value, place, depth + 1)));
                }

                break;
            case "properties":
                ReadMap(node.Properties, value, pointer, depth);
                break;
            case "dependentSchemas":
                ReadMap(node.DependentSchemas, value, pointer, depth);
                break;
            default:
                ReadBound(node, keyword, pointer);
                ReadSubschemas(node, keyword, pointer, depth);
                break;
        }
    }

    private void ReadSubschemas(SchemaNode node, JsonProperty keyword, string pointer, int depth)
    {
        switch (keyword.Name)
        {
            case "prefixItems":
                node.PrefixItems = List();
                break;
            case "allOf":
                node.AllOf = List();
                break;
            case "anyOf":
                node.AnyOf = List();
                break;
            case "oneOf":
                node.OneOf = List();
                break;
            case "additionalProperties":
                node.AdditionalProperties = One();
                break;
            case "propertyNames":
                node.PropertyNames = One();
                break;
            case "items":
                node.Items = One();
                break;
            case "contains":
                node.Contains = One();
                break;
            case "not":
                node.Not = One();
                break;
            case "if":
                node.If = One();
                break;
            case "then":
                node.Then = One();
                break;
            case "else":
                node.Else = One();
                break;
        }

        SchemaNode One() => Read(keyword.Value, pointer, depth + 1);

        SchemaNode[] List() =>
        [
            .. Array(keyword.Value, pointer)
                .Index()
                .Select(item => Read(
                    item.Item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{item.Index}"), depth + 1)),
        ];
    }

    private void ReadMap(Dictionary<string, SchemaNode> map, JsonElement value, string pointer, int depth)
    {
        foreach (JsonProperty property in Object(value, pointer))
        {
            map[property.Name] = Read(property.Value, $"{pointer}/{SchemaPointer.Escape(property.Name)}", depth + 1);
        }
    }

    private static void ReadBound(SchemaNode node, JsonProperty keyword, string pointer)
    {
        SchemaKeyword? bound = keyword.Name switch
        {
            "minimum" => SchemaKeyword.Minimum,
            "maximum" => SchemaKeyword.Maximum,
            "exclusiveMinimum" => SchemaKeyword.ExclusiveMinimum,
            "exclusiveMaximum" => SchemaKeyword.ExclusiveMaximum,
            "multipleOf" => SchemaKeyword.MultipleOf,
            "minLength" => SchemaKeyword.MinLength,
            "maxLength" => SchemaKeyword.MaxLength,
            "minItems" => SchemaKeyword.MinItems,
            "maxItems" => SchemaKeyword.MaxItems,
            "minContains" => SchemaKeyword.MinContains,
            "maxContains" => SchemaKeyword.MaxContains,
            "minProperties" => SchemaKeyword.MinProperties,
            "maxProperties" => SchemaKeyword.MaxProperties,
            _ => null,
        };
        if (bound is not { } known)
        {
            return;
        }

        bool isCount = known >= SchemaKeyword.MinLength;
        if (keyword.Value.ValueKind != JsonValueKind.Number
            || (isCount && !(keyword.Value.TryGetDecimal(out decimal count) && count >= 0 && count % 1 == 0))
            || (known == SchemaKeyword.MultipleOf && keyword.Value.GetDouble() <= 0))
        {
            throw new SchemaException(pointer, isCount ? "is not a whole number from 0" : "is not a number that fits");
        }

        node.Bounds.Add(new(known, keyword.Value));
    }

    /// <summary>The schema that a reference into this file means; a schema may refer to itself.</summary>
    private SchemaNode Follow(string reference, string pointer, int depth)
    {
        if (reference is not ("#" or ['#', '/', ..]))
        {
            throw new SchemaException(pointer, "refers to something outside the file, or not by a JSON pointer");
        }

        string path = Uri.UnescapeDataString(reference[1..]);
        JsonElement target = _root;
        foreach (string part in path.Split('/').Skip(1).Select(SchemaPointer.Unescape))
        {
            bool found = target.ValueKind switch
            {
                JsonValueKind.Object => target.TryGetProperty(part, out target),
                JsonValueKind.Array => int.TryParse(
                        part, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    && index < target.GetArrayLength()
                    && (target = target[index]).ValueKind != JsonValueKind.Undefined,
                _ => false,
            };
            if (!found)
            {
                throw new SchemaException(pointer, $"refers to '{reference}', which is not there");
            }
        }

        return Read(target, path, depth + 1);
    }

    private static string TypeOf(string type, string pointer) =>
        type is "null" or "boolean" or "object" or "array" or "number" or "integer" or "string"
            ? type
            : throw new SchemaException(pointer, $"is no type of JSON Schema: '{type}'");

    private static string Text(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new SchemaException(pointer, "is not a string");

    private static string[] Texts(JsonElement value, string pointer) =>
        [.. Array(value, pointer).Select(item => Text(item, pointer))];

    private static JsonElement.ArrayEnumerator Array(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw new SchemaException(pointer, "is not an array");

    private static JsonElement.ObjectEnumerator Object(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject()
            : throw new SchemaException(pointer, "is not an object");
}
