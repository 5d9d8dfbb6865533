using System.Text;
using System.Text.Json.Nodes;
using Boternity.Skills.Prompts;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>The files of installed skills under <c>skill://</c>, and the index by which clients find them.</summary>
internal static class SkillResources
{
    private const string IndexUri = "skill://index.json";

    public static IEnumerable<McpServerResource> Of(
        IReadOnlyList<InstalledSkill> skills,
        ISkillStore store,
        SkillPromptRenderer renderer,
        InstalledSkillsServerOptions options) =>
        skills
            .SelectMany(skill => FilesOf(skill, store, renderer, options))
            .Prepend(Index(skills, renderer, options));

    private static IEnumerable<SkillServerResource> FilesOf(
        InstalledSkill skill,
        ISkillStore store,
        SkillPromptRenderer renderer,
        InstalledSkillsServerOptions options) =>
        skill.Files
            .Where(static file => file.Path == SkillPackage.ManifestFileName)
            .Concat(skill.Resources)
            .Select(file => new SkillServerResource(
                UriOf(skill, file.Path),
                $"{skill.Name}/{file.Path}",
                file.Path == SkillPackage.ManifestFileName ? renderer.RenderDescription(skill.Manifest) : null,
                file.Size,
                () => options.CreateMetadata?.Invoke(skill) ?? [],
                token => store.ReadFileAsync(skill, file.Path, token)));

    private static SkillServerResource Index(
        IReadOnlyList<InstalledSkill> skills, SkillPromptRenderer renderer, InstalledSkillsServerOptions options)
    {
        var index = new JsonObject
        {
            ["$schema"] = "https://schemas.agentskills.io/discovery/0.2.0/schema.json",
            ["skills"] = new JsonArray([.. skills.Select(skill => (JsonNode)new JsonObject
            {
                ["name"] = skill.Name,
                ["type"] = "skill-md",
                ["description"] = renderer.RenderDescription(skill.Manifest),
                ["url"] = UriOf(skill, SkillPackage.ManifestFileName),
            })]),
        };
        byte[] bytes = Encoding.UTF8.GetBytes(index.ToJsonString());
        return new SkillServerResource(
            IndexUri,
            "index.json",
            "The installed skills and where their texts are.",
            bytes.Length,
            () => [.. skills.SelectMany(skill => options.CreateMetadata?.Invoke(skill) ?? [])],
            _ => Task.FromResult<ReadOnlyMemory<byte>>(bytes));
    }

    private static string UriOf(InstalledSkill skill, string path)
    {
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        return $"skill://{Uri.EscapeDataString(skill.SkillId)}/{escaped}";
    }
}
