using System.Text.Json;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Schemas;

/// <summary>
/// One schema, read and checked: the assertions and applicators of JSON Schema 2020-12 that <see cref="SchemaReader"/>
/// lists.
/// </summary>
internal sealed class SchemaNode
{
    /// <summary>What a boolean schema says; null for all others.</summary>
    public bool? Always { get; set; }

    public SchemaNode? Ref { get; set; }

    public IReadOnlyList<string>? Types { get; set; }

    public IReadOnlyList<JsonElement>? Enum { get; set; }

    public JsonElement? Const { get; set; }

    public List<KeyValuePair<SchemaKeyword, JsonElement>> Bounds { get; } = [];

    public Regex? Pattern { get; set; }

    public string? PatternText { get; set; }

    public bool UniqueItems { get; set; }

    public IReadOnlyList<string> Required { get; set; } = [];

    public Dictionary<string, IReadOnlyList<string>> DependentRequired { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaNode> DependentSchemas { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaNode> Properties { get; } = new(StringComparer.Ordinal);

    public List<KeyValuePair<Regex, SchemaNode>> PatternProperties { get; } = [];

    public SchemaNode? AdditionalProperties { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public IReadOnlyList<SchemaNode> PrefixItems { get; set; } = [];

    public SchemaNode? Items { get; set; }

    public SchemaNode? Contains { get; set; }

    public IReadOnlyList<SchemaNode> AllOf { get; set; } = [];

    public IReadOnlyList<SchemaNode>? AnyOf { get; set; }

    public IReadOnlyList<SchemaNode>? OneOf { get; set; }

    public SchemaNode? Not { get; set; }

    public SchemaNode? If { get; set; }

    public SchemaNode? Then { get; set; }

    public SchemaNode? Else { get; set; }
}

/// <summary>The keywords that compare a number with a bound.</summary>
internal enum SchemaKeyword
{
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    MinContains,
    MaxContains,
    MinProperties,
    MaxProperties,
}
