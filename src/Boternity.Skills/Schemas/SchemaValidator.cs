using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Schemas;

/// <summary>Compares one value with a schema: JSON Schema 2020-12, core and validation.</summary>
internal sealed class SchemaValidator
{
    /// <summary>The most places that are told of.</summary>
    public const int MaxErrors = 10;

    /// <summary>The most comparisons for one input: schemas that refer to one another can ask for any number.</summary>
    public const int MaxSteps = 200_000;

    /// <summary>The most schemas that may be applied inside one another.</summary>
    private const int MaxDepth = 256;

    private int _steps;
    private int _depth;

    private SchemaValidator()
    {
    }

    /// <summary>Where the value is not what the schema wants; empty where it is.</summary>
    public static IReadOnlyList<SkillInputError> Validate(SchemaNode schema, JsonElement value)
    {
        List<SkillInputError> errors = [];
        try
        {
            new SchemaValidator().Check(schema, value, "", errors);
        }
        catch (SchemaException exception)
        {
            errors.Add(new SkillInputError { Pointer = "", Expected = exception.Message });
        }
        catch (RegexMatchTimeoutException)
        {
            errors.Add(new SkillInputError { Pointer = "", Expected = "text that a pattern matches within a second" });
        }

        return errors;
    }

    private bool IsValid(SchemaNode schema, JsonElement value)
    {
        List<SkillInputError> errors = [];
        Check(schema, value, "", errors);
        return errors.Count == 0;
    }

    private void Check(SchemaNode schema, JsonElement value, string at, List<SkillInputError> errors)
    {
        Step();
        if (++_depth > MaxDepth)
        {
            throw new SchemaException("", $"that needs at most {MaxDepth} schemas inside one another");
        }

        if (schema.Always is { } always)
        {
            Require(always, "nothing", at, errors);
        }
        else
        {
            CheckAny(schema, value, at, errors);
            CheckNumber(schema, value, at, errors);
            CheckString(schema, value, at, errors);
            CheckArray(schema, value, at, errors);
            CheckObject(schema, value, at, errors);
            CheckCombined(schema, value, at, errors);
        }

        _depth--;
    }

    private void CheckAny(SchemaNode schema, JsonElement value, string at, List<SkillInputError> errors)
    {
        if (schema.Types is { } types)
        {
            Require(types.Any(type => IsOfType(value, type)), string.Join(" or ", types), at, errors);
        }

        if (schema.Enum is { } values)
        {
            _steps += values.Count;
            Require(
                values.Any(one => JsonElement.DeepEquals(one, value)),
                $"one of {Shown(string.Join(", ", values.Select(one => one.GetRawText())))}",
                at,
                errors);
        }

        if (schema.Const is { } constant)
        {
            Require(JsonElement.DeepEquals(constant, value), Shown(constant.GetRawText()), at, errors);
        }
    }

    private static void CheckNumber(SchemaNode schema, JsonElement value, string at, List<SkillInputError> errors)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return;
        }

        foreach ((SchemaKeyword keyword, JsonElement bound) in schema.Bounds)
        {
            int order = Compare(value, bound);
            (bool holds, string expected) = keyword switch
            {
                SchemaKeyword.Minimum => (order >= 0, "at least"),
                SchemaKeyword.Maximum => (order <= 0, "at most"),
                SchemaKeyword.ExclusiveMinimum => (order > 0, "more than"),
                SchemaKeyword.ExclusiveMaximum => (order < 0, "less than"),
                SchemaKeyword.MultipleOf => (IsMultiple(value, bound), "a multiple of"),
                _ => (true, ""),
            };
            Require(holds, $"{expected} {bound.GetRawText()}", at, errors);
        }
    }

    private static void CheckString(SchemaNode schema, JsonElement value, string at, List<SkillInputError> errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return;
        }

        string text = value.GetString()!;
        CheckCount(
            schema,
            SchemaKeyword.MinLength,
            SchemaKeyword.MaxLength,
            text.EnumerateRunes().Count(),
            "characters",
            at,
            errors);
        if (schema.Pattern is { } pattern)
        {
            Require(pattern.IsMatch(text), $"text that matches {Shown(schema.PatternText!)}", at, errors);
        }
    }

    private void CheckArray(SchemaNode schema, JsonElement value, string at, List<SkillInputError> errors)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        CheckCount(
            schema, SchemaKeyword.MinItems, SchemaKeyword.MaxItems, value.GetArrayLength(), "items", at, errors);
        foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
        {
            if ((index < schema.PrefixItems.Count ? schema.PrefixItems[index] : schema.Items) is { } wanted)
            {
                Check(wanted, item, string.Create(CultureInfo.InvariantCulture, $"{at}/{index}"), errors);
            }
        }

        if (schema.Contains is { } contained)
        {
            int found = value.EnumerateArray().Count(item => IsValid(contained, item));
            bool hasMinimum = schema.Bounds.Exists(bound => bound.Key == SchemaKeyword.MinContains);
            Require(hasMinimum || found > 0, "an item that matches 'contains'", at, errors);
            CheckCount(
                schema,
                SchemaKeyword.MinContains,
                SchemaKeyword.MaxContains,
                found,
                "items that match 'contains'",
                at,
                errors);
        }

        if (schema.UniqueItems)
        {
            Require(AreUnique([.. value.EnumerateArray()]), "items that differ", at, errors);
        }
    }

    private void CheckObject(SchemaNode schema, JsonElement value, string at, List<SkillInputError> errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        CheckCount(
            schema,
            SchemaKeyword.MinProperties,
            SchemaKeyword.MaxProperties,
            value.GetPropertyCount(),
            "properties",
            at,
            errors);
        RequireProperties(schema.Required, value, at, errors);
        foreach ((string name, IReadOnlyList<string> needed) in schema.DependentRequired)
        {
            if (value.TryGetProperty(name, out _))
            {
                RequireProperties(needed, value, at, errors);
            }
        }

        foreach ((string name, SchemaNode wanted) in schema.DependentSchemas)
        {
            if (value.TryGetProperty(name, out _))
            {
                Check(wanted, value, at, errors);
            }
        }

        foreach (JsonProperty property in value.EnumerateObject())
        {
            CheckProperty(schema, property, $"{at}/{SchemaPointer.Escape(property.Name)}", errors);
        }
    }

    private void CheckProperty(SchemaNode schema, JsonProperty property, string at, List<SkillInputError> errors)
    {
        Step();
        bool isKnown = false;
        if (schema.Properties.TryGetValue(property.Name, out SchemaNode? wanted))
        {
            isKnown = true;
            Check(wanted, property.Value, at, errors);
        }

        foreach ((Regex pattern, SchemaNode matching) in schema.PatternProperties)
        {
            Step();
            if (pattern.IsMatch(property.Name))
            {
                isKnown = true;
                Check(matching, property.Value, at, errors);
            }
        }

        if (!isKnown && schema.AdditionalProperties is { } additional)
        {
            if (additional.Always == false)
            {
                Require(holds: false, "no such property", at, errors);
            }
            else
            {
                Check(additional, property.Value, at, errors);
            }
        }

        if (schema.PropertyNames is { } names)
        {
            Check(names, NameOf(property.Name), at, errors);
        }
    }

    private void CheckCombined(SchemaNode schema, JsonElement value, string at, List<SkillInputError> errors)
    {
        if (schema.Ref is { } target)
        {
            Check(target, value, at, errors);
        }

        foreach (SchemaNode one in schema.AllOf)
        {
            Check(one, value, at, errors);
        }

        if (schema.AnyOf is { } any)
        {
            Require(any.Any(one => IsValid(one, value)), "what one of the schemas of 'anyOf' wants", at, errors);
        }

        if (schema.OneOf is { } choices)
        {
            Require(
                choices.Count(one => IsValid(one, value)) == 1,
                "what exactly one of the schemas of 'oneOf' wants",
                at,
                errors);
        }

        if (schema.Not is { } excluded)
        {
            Require(!IsValid(excluded, value), "something that the schema of 'not' does not match", at, errors);
        }

        if (schema.If is { } condition && (IsValid(condition, value) ? schema.Then : schema.Else) is { } consequence)
        {
            Check(consequence, value, at, errors);
        }
    }

    private bool AreUnique(JsonElement[] items)
    {
        for (int i = 0; i < items.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Step();
                if (JsonElement.DeepEquals(items[i], items[j]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Step()
    {
        if (++_steps > MaxSteps)
        {
            throw new SchemaException("", $"that is compared with its schema in at most {MaxSteps} steps");
        }
    }

    private static void RequireProperties(
        IReadOnlyList<string> names, JsonElement value, string at, List<SkillInputError> errors)
    {
        foreach (string name in names)
        {
            Require(value.TryGetProperty(name, out _), $"a property '{Shown(name)}'", at, errors);
        }
    }

    private static void CheckCount(
        SchemaNode schema,
        SchemaKeyword least,
        SchemaKeyword most,
        int count,
        string what,
        string at,
        List<SkillInputError> errors)
    {
        foreach ((SchemaKeyword keyword, JsonElement bound) in schema.Bounds)
        {
            if (keyword == least)
            {
                Require(count >= bound.GetDecimal(), $"at least {bound.GetRawText()} {what}", at, errors);
            }
            else if (keyword == most)
            {
                Require(count <= bound.GetDecimal(), $"at most {bound.GetRawText()} {what}", at, errors);
            }
        }
    }

    private static void Require(bool holds, string expected, string at, List<SkillInputError> errors)
    {
        if (!holds && errors.Count < MaxErrors)
        {
            errors.Add(new SkillInputError { Pointer = at, Expected = expected });
        }
    }

    private static bool IsOfType(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.String => type == "string",
        JsonValueKind.Array => type == "array",
        JsonValueKind.Object => type == "object",
        _ => type == "number" || (type == "integer" && IsWhole(value)),
    };

    // Every double beyond the range of decimal is a whole number.
    private static bool IsWhole(JsonElement number) =>
        number.TryGetDecimal(out decimal exact) ? exact % 1 == 0 : Math.Abs(number.GetDouble()) > 1;

    private static int Compare(JsonElement a, JsonElement b) =>
        a.TryGetDecimal(out decimal left) && b.TryGetDecimal(out decimal right)
            ? left.CompareTo(right)
            : a.GetDouble().CompareTo(b.GetDouble());

    private static bool IsMultiple(JsonElement number, JsonElement of) =>
        number.TryGetDecimal(out decimal exact) && of.TryGetDecimal(out decimal divisor) && divisor != 0
            ? exact % divisor == 0
            : Math.IEEERemainder(number.GetDouble(), of.GetDouble()) == 0;

    private static JsonElement NameOf(string name)
    {
        using JsonDocument document = JsonDocument.Parse($"\"{JsonEncodedText.Encode(name)}\"");
        return document.RootElement.Clone();
    }

    private static string Shown(string text) => text.Length <= 200 ? text : $"{text[..200]}…";
}
