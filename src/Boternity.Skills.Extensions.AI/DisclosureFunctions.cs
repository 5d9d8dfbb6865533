using System.Text.Json;
using Boternity.Skills.Prompts;
using Boternity.Skills.Storage;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>The functions of progressive disclosure.</summary>
internal sealed class DisclosureFunctions(
    Func<CancellationToken, Task<IReadOnlyList<InstalledSkill>>> list, ISkillStore store, SkillPromptRenderer renderer)
{
    public const string LoadName = "load_skill";
    public const string ReadName = "read_skill_resource";

    private const string SkillName = "skill_name";
    private const string ResourceName = "resource_name";

    private static readonly JsonElement LoadSchema = Parse("""
        {
          "type": "object",
          "properties": {
            "skill_name": { "type": "string", "description": "The skill's name, as in the catalogue." }
          },
          "required": ["skill_name"],
          "additionalProperties": false
        }
        """);

    private static readonly JsonElement ReadSchema = Parse("""
        {
          "type": "object",
          "properties": {
            "skill_name": { "type": "string", "description": "The skill's name, as in the catalogue." },
            "resource_name": { "type": "string", "description": "The file's path, as in the skill's list." }
          },
          "required": ["skill_name", "resource_name"],
          "additionalProperties": false
        }
        """);

    public IReadOnlyList<AITool> Create() =>
    [
        new DisclosureFunction(
            LoadName,
            "Gives the whole text of a skill of the catalogue, with the lists of its resources and scripts.",
            LoadSchema,
            LoadAsync),
        new DisclosureFunction(
            ReadName, "Gives the text of a resource that a skill's text or list names.", ReadSchema, ReadAsync),
    ];

    private async Task<object> LoadAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        InstalledSkill skill = await FindAsync(arguments, cancellationToken).ConfigureAwait(false);
        string body = await store.ReadBodyAsync(skill, cancellationToken).ConfigureAwait(false);
        return renderer.RenderContent(skill, body);
    }

    private async Task<object> ReadAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        InstalledSkill skill = await FindAsync(arguments, cancellationToken).ConfigureAwait(false);
        string path = TextOf(arguments, ResourceName);
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        if (!skill.Resources.Any(file => string.Equals(file.Path, path, StringComparison.Ordinal)))
        {
            return FunctionResults.Error(
                SkillErrorCodes.StoreFileUnknown,
                "The skill has no such resource. Take a path of the list that load_skill gives.");
        }

        try
        {
            string text = await store.ReadTextAsync(skill, path, cancellationToken).ConfigureAwait(false);
            return renderer.RenderResource(skill, path, text);
        }
        catch (SkillStoreException error) when (error.Code == SkillErrorCodes.StoreFileNotText)
        {
            return FunctionResults.Error(error.Code, "The resource is not text; it cannot be shown.");
        }
    }

    /// <summary>The skill of a name: its id, or the one that has it in its manifest.</summary>
    /// <exception cref="SkillNotInstalledException">There is none, or more than one.</exception>
    private async Task<InstalledSkill> FindAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        string name = TextOf(arguments, SkillName);
        IReadOnlyList<InstalledSkill> skills = await list(cancellationToken).ConfigureAwait(false);
        if (skills.FirstOrDefault(skill => skill.SkillId == name) is { } exact)
        {
            return exact;
        }

        InstalledSkill[] named = [.. skills.Where(skill => skill.Name == name)];
        return named.Length == 1 ? named[0] : throw new SkillNotInstalledException(name);
    }

    private static string TextOf(AIFunctionArguments arguments, string name) =>
        arguments.TryGetValue(name, out object? value)
            ? value switch
            {
                string text => text,
                JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
                _ => "",
            }
            : "";

    private static JsonElement Parse(string schema)
    {
        using JsonDocument document = JsonDocument.Parse(schema);
        return document.RootElement.Clone();
    }
}
