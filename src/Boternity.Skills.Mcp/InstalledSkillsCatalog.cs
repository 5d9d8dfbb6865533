using Boternity.Skills.Prompts;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>
/// Keeps the tools, prompts and resources of servers as the store is; the servers tell their clients when they change.
/// </summary>
internal sealed class InstalledSkillsCatalog : IDisposable
{
    private static readonly SkillPromptRenderer Renderer = new();

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<CatalogAttachment> _attachments = [];
    private readonly ISkillStore _store;
    private readonly ISkillGrantStore _grants;
    private readonly ISkillExecutor _executor;
    private readonly ISkillStoreChanges _changes;
    private readonly InstalledSkillsServerOptions _options;
    private readonly ILogger<InstalledSkillsCatalog> _logger;
    private IDisposable? _watch;
    private string _state = "";

    public InstalledSkillsCatalog(
        ISkillStore store,
        ISkillGrantStore grants,
        ISkillExecutor executor,
        ISkillStoreChanges changes,
        IOptions<InstalledSkillsServerOptions> options,
        ILogger<InstalledSkillsCatalog> logger)
    {
        _store = store;
        _grants = grants;
        _executor = executor;
        _changes = changes;
        _options = options.Value;
        _logger = logger;
    }

    /// <summary>Fills a server's collections, and keeps them up to date from then on.</summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    public void Attach(McpServerOptions server)
    {
        // Options are made by a call that cannot wait, and the server's first request must see what is installed.
        Task.Run(async () =>
        {
            await _gate.WaitAsync().ConfigureAwait(false);
            try
            {
                // First the watch, so that no change falls between.
                _watch ??= ChangeToken.OnChange(_changes.GetChangeToken, OnChanged);
                var attachment = new CatalogAttachment(server);
                attachment.TryReplace(
                    await ReadAsync().ConfigureAwait(false), _store, _executor, _options, Renderer);
                _attachments.Add(attachment);
            }
            finally
            {
                _gate.Release();
            }
        }).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _gate.Dispose();
    }

    private void OnChanged() => _ = Task.Run(async () =>
    {
        try
        {
            await RefreshAsync().ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            // The next change of the store brings another look.
            CatalogLog.NotRefreshed(_logger, error.Message);
        }
        catch (ObjectDisposedException)
        {
            // The host ends.
        }
    });

    private async Task RefreshAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            string before = _state;
            IReadOnlyList<CatalogEntry> skills = await ReadAsync().ConfigureAwait(false);
            if (_state != before)
            {
                _attachments.RemoveAll(
                    attachment => !attachment.TryReplace(skills, _store, _executor, _options, Renderer));
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IReadOnlyList<CatalogEntry>> ReadAsync()
    {
        SkillInventory inventory = await _store.ListAsync().ConfigureAwait(false);
        List<CatalogEntry> skills = [];
        foreach (InstalledSkill skill in inventory.Skills.Where(
            skill => !skill.IsStub && (_options.Filter is null || _options.Filter(skill))))
        {
            skills.Add(new CatalogEntry(skill, await _grants.GetAsync(skill).ConfigureAwait(false)));
        }

        _state = string.Join('\n', skills.Select(
            static one => $"{one.Skill.SkillId} {one.Skill.ContentDigest} {one.Grants.ComputeDigest()}"));
        return skills;
    }
}
