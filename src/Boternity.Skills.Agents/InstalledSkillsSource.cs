using Boternity.Skills.Storage;
using Microsoft.Agents.AI;
using Microsoft.Extensions.Primitives;

namespace Boternity.Skills.Agents;

/// <summary>
/// The skills of a store for Agent Framework: content and resources are compared with what was installed, texts are
/// made harmless, programs run in the sandbox. It keeps the list until the store changes. Safe for concurrent use.
/// </summary>
public sealed class InstalledSkillsSource : AgentSkillsSource
{
    private readonly ISkillStore _store;
    private readonly ISkillExecutor _executor;
    private readonly ISkillStoreChanges? _changes;
    private readonly InstalledSkillsOptions _options;
    private volatile Listing? _listing;

    /// <summary>Creates the source.</summary>
    /// <param name="store">Where the skills are.</param>
    /// <param name="executor">What executes them.</param>
    /// <param name="changes">What tells that the store has changed; null to read it each time.</param>
    /// <param name="options">Which skills, and how they are executed; null for the defaults.</param>
    public InstalledSkillsSource(
        ISkillStore store,
        ISkillExecutor executor,
        ISkillStoreChanges? changes = null,
        InstalledSkillsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(executor);
        _store = store;
        _executor = executor;
        _changes = changes;
        _options = options ?? new InstalledSkillsOptions();
    }

    /// <summary>The installed skills, sorted by id, each under a name that the framework accepts.</summary>
    /// <param name="context">Which agent asks, in which session.</param>
    /// <param name="cancellationToken">Stops reading the store.</param>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    public override async Task<IList<AgentSkill>> GetSkillsAsync(
        AgentSkillsSourceContext context, CancellationToken cancellationToken = default)
    {
        Listing? listing = _listing;
        if (listing?.Token is null || listing.Token.HasChanged)
        {
            // The token is older than what is read, so that no change falls between.
            IChangeToken? token = _changes?.GetChangeToken();
            SkillInventory inventory = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
            listing = new Listing(token, [.. inventory.Skills.Where(static skill => !skill.IsStub)]);
            _listing = listing;
        }

        IReadOnlyDictionary<string, string> names = AgentSkillNames.Assign(
            listing.Skills.Select(static skill => skill.SkillId));
        return
        [
            .. listing.Skills
                .Where(skill => _options.Filter is null || _options.Filter(skill, context))
                .Select(skill => new StoredAgentSkill(skill, names[skill.SkillId], _store, _executor, _options)),
        ];
    }

    private sealed record Listing(IChangeToken? Token, IReadOnlyList<InstalledSkill> Skills);
}
