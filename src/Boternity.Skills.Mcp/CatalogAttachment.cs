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
    private string? _state;

    public CatalogAttachment(McpServerOptions server, CatalogView view)
    {
        server.ToolCollection ??= [];
        server.PromptCollection ??= [];
        server.ResourceCollection ??= [];
        _server = new WeakReference<McpServerOptions>(server);
        View = view;
    }

    /// <summary>Whose skills it has; null for none, while another one's are not there yet.</summary>
    public CatalogView? View { get; set; }

    /// <summary>Whether nobody has the server any more.</summary>
    public bool IsGone => !_server.TryGetTarget(out _);

    /// <summary>Whether it is that of a server.</summary>
    public bool IsOf(McpServerOptions server) =>
        _server.TryGetTarget(out McpServerOptions? mine) && ReferenceEquals(mine, server);

    /// <summary>Puts these skills in the place of those that were there before, where they are others.</summary>
    /// <returns>False where the server is gone.</returns>
    public bool TryReplace(
        CatalogListing listing, InstalledSkillsServerOptions options, SkillPromptRenderer renderer)
    {
        if (!_server.TryGetTarget(out McpServerOptions? server))
        {
            return false;
        }

        if (_state == listing.State)
        {
            return true;
        }

        (IReadOnlyList<CatalogEntry> skills, CatalogView view) = (listing.Skills, View!);
        Exchange(server.ToolCollection!, _tools, taken => ToolsOf(skills, taken, view.Executor, options));
        Exchange(server.PromptCollection!, _prompts, taken => PromptsOf(skills, taken, view.Store, renderer, options));
        Exchange(server.ResourceCollection!, _resources, _ => SkillResources.Of(
            [.. skills.Select(static one => one.Skill)], view.Store, renderer, options));
        _state = listing.State;
        return true;
    }

    /// <summary>Takes all skills away.</summary>
    public void Clear()
    {
        View = null;
        _state = null;
        if (_server.TryGetTarget(out McpServerOptions? server))
        {
            Exchange(server.ToolCollection!, _tools, static _ => []);
            Exchange(server.PromptCollection!, _prompts, static _ => []);
            Exchange(server.ResourceCollection!, _resources, static _ => []);
        }
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
