using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Boternity.Skills.Schemas;

/// <summary>Reads the input schema of a package, and holds inputs against it.</summary>
internal static class InputSchemas
{
    /// <summary>The most bytes of a schema's file.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = SchemaReader.MaxDepth,
        AllowDuplicateProperties = false,
    };

    // Read again for each object that a store makes of a skill, and no longer kept than that.
    private static readonly ConditionalWeakTable<SkillInputSchema, SchemaNode> Known = [];

    /// <summary>The schema that the manifest names; null where it names none.</summary>
    /// <exception cref="SkillSchemaException">The file is not there, too large, or no schema.</exception>
    public static SkillInputSchema? Read(SkillPackage package)
    {
        if (package.Manifest.InputSchemaPath is not { } named)
        {
            return null;
        }

        string path = named.StartsWith("./", StringComparison.Ordinal) ? named[2..] : named;
        SkillPackageFile file = package.FindFile(path)
            ?? throw new SkillSchemaException(path, "the skill has no such file");
        if (file.Content.Length > MaxBytes)
        {
            throw new SkillSchemaException(path, $"it is larger than {MaxBytes} bytes");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(file.Content, Options);
            var schema = new SkillInputSchema { Path = path, Schema = document.RootElement.Clone() };
            Known.Add(schema, SchemaReader.Read(schema.Schema));
            return schema;
        }
        catch (JsonException exception)
        {
            throw new SkillSchemaException(path, $"it is not JSON ({exception.Message})", exception);
        }
        catch (SchemaException exception)
        {
            throw new SkillSchemaException(path, exception.Message, exception);
        }
        catch (InvalidOperationException exception)
        {
            // The parser leaves it to whoever reads a string to find half of a surrogate pair.
            throw new SkillSchemaException(path, $"it is not Unicode text ({exception.Message})", exception);
        }
    }

    /// <summary>Holds an input against the skill's schema, where it has one.</summary>
    /// <exception cref="SkillInputException">The input is not JSON, or not what the schema wants.</exception>
    /// <exception cref="SkillSchemaException">The schema that the store recorded cannot be used.</exception>
    public static void Check(InstalledSkill skill, string input)
    {
        if (skill.InputSchema is not { } schema)
        {
            return;
        }

        IReadOnlyList<SkillInputError> errors;
        try
        {
            using JsonDocument document = JsonDocument.Parse(input, Options);
            errors = SchemaValidator.Validate(Known.GetValue(schema, Compile), document.RootElement);
        }
        catch (JsonException exception)
        {
            throw NotJson(skill, exception);
        }
        catch (InvalidOperationException exception)
        {
            throw NotJson(skill, exception);
        }

        if (errors.Count > 0)
        {
            throw new SkillInputException(skill.Name, errors);
        }
    }

    private static SchemaNode Compile(SkillInputSchema schema)
    {
        try
        {
            return SchemaReader.Read(schema.Schema);
        }
        catch (SchemaException exception)
        {
            throw new SkillSchemaException(schema.Path, exception.Message, exception);
        }
    }

    private static SkillInputException NotJson(InstalledSkill skill, Exception exception) => new(
        skill.Name,
        [new SkillInputError { Pointer = "", Expected = "JSON text without duplicate properties" }],
        exception);
}
