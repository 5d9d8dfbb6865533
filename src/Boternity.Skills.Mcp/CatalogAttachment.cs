using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Prompts;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>
/// What one server's options have of the installed skills. A host may make options for each session; a reference to
/// them keeps none alive.
/// </summary>
internal sealed class CatalogAttachment
{
    private readonly WeakReference<McpServerOptions> _server;
    private readonly List<McpServerTool> _tools = [];
    private readonly List<McpServerPrompt> _prompts = [];
    private readonly List<McpServerResource> _resources = [];

    public CatalogAttachment(McpServerOptions server)
    {
        server.ToolCollection ??= [];
        server.PromptCollection ??= [];
        server.ResourceCollection ??= [];
        _server = new WeakReference<McpServerOptions>(server);
    }

    /// <summary>Puts these skills in the place of those that were there before.</summary>
    /// <returns>False where the server is gone.</returns>
    public bool TryReplace(
        IReadOnlyList<CatalogEntry> skills,
        ISkillStore store,
        ISkillExecutor executor,
        InstalledSkillsServerOptions options,
        SkillPromptRenderer renderer)
    {
        if (!_server.TryGetTarget(out McpServerOptions? server))
        {
            return false;
        }

        Exchange(server.ToolCollection!, _tools, taken => ToolsOf(skills, taken, executor, options));
        Exchange(server.PromptCollection!, _prompts, taken => PromptsOf(skills, taken, store, renderer, options));
        Exchange(server.ResourceCollection!, _resources, _ => SkillResources.Of(
            [.. skills.Select(static one => one.Skill)], store, renderer, options));
        return true;
    }

    /// <summary>Takes away what was put there before, and puts the new in its place.</summary>
    private static void Exchange<T>(
        McpServerPrimitiveCollection<T> collection,
        List<T> mine,
        Func<IReadOnlyList<string>, IEnumerable<T>> create)
        where T : IMcpServerPrimitive
    {
        using IDisposable deferred = collection.DeferChangedEvents();
        mine.ForEach(one => collection.Remove(one));
        mine.Clear();
        mine.AddRange(create([.. collection.PrimitiveNames]));
        mine.ForEach(collection.Add);
    }

    private static IEnumerable<McpServerTool> ToolsOf(
        IReadOnlyList<CatalogEntry> skills,
        IReadOnlyList<string> taken,
        ISkillExecutor executor,
        InstalledSkillsServerOptions options)
    {
        (CatalogEntry Entry, string? Script, string Id)[] tools =
        [
            .. skills
                .Where(static one => one.Skill.Type == SkillType.Tool)
                .Select(static one => (one, (string?)null, one.Skill.SkillId)),
            .. skills.SelectMany(static one => one.Skill.Scripts
                .Where(static script => script.CanRun)
                .Select(script => (one, (string?)script.Path, $"{one.Skill.SkillId}/{script.Path}"))),
        ];
        IReadOnlyDictionary<string, string> names = SkillFunctionNames.Assign(
            tools.Select(static tool => tool.Id), taken);
        return tools.Select(tool => new SkillServerTool(
            tool.Entry.Skill, tool.Script, names[tool.Id], tool.Entry.Grants, executor, options));
    }

    private static IEnumerable<McpServerPrompt> PromptsOf(
        IReadOnlyList<CatalogEntry> skills,
        IReadOnlyList<string> taken,
        ISkillStore store,
        SkillPromptRenderer renderer,
        InstalledSkillsServerOptions options)
    {
        InstalledSkill[] prompts =
        [
            .. skills.Select(static one => one.Skill).Where(static skill => skill.Type == SkillType.Prompt),
        ];
        IReadOnlyDictionary<string, string> names = SkillFunctionNames.Assign(
            prompts.Select(static skill => skill.SkillId), taken);
        return prompts.Select(skill => new SkillServerPrompt(
            skill, names[skill.SkillId], store, renderer, options));
    }
}
