using Boternity.Skills.Profiles;
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
    private readonly CatalogView _everything;
    private readonly ISkillProfiles _profiles;
    private readonly ISkillStoreChanges _changes;
    private readonly InstalledSkillsServerOptions _options;
    private readonly ILogger<InstalledSkillsCatalog> _logger;
    private IDisposable? _watch;

    public InstalledSkillsCatalog(
        ISkillStore store,
        ISkillGrantStore grants,
        ISkillExecutor executor,
        ISkillProfiles profiles,
        ISkillStoreChanges changes,
        IOptions<InstalledSkillsServerOptions> options,
        ILogger<InstalledSkillsCatalog> logger)
    {
        _everything = new CatalogView(store, grants, executor);
        _profiles = profiles;
        _changes = changes;
        _options = options.Value;
        _logger = logger;
    }

    /// <summary>Fills a server's collections, and keeps them up to date from then on.</summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    /// <exception cref="SkillProfileException">There is no such profile.</exception>
    public void Attach(McpServerOptions server)
    {
        CatalogView view = ViewOf(_options.Profile);
        Run(async () =>
        {
            // First the watch, so that no change falls between.
            _watch ??= ChangeToken.OnChange(_changes.GetChangeToken, OnChanged);
            var attachment = new CatalogAttachment(server, view);
            await FillAsync(attachment).ConfigureAwait(false);
            _attachments.RemoveAll(static one => one.IsGone);
            _attachments.Add(attachment);
        });
    }

    /// <summary>Gives a server the skills of another profile.</summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    /// <exception cref="SkillProfileException">There is no such profile; the server then offers no skill.</exception>
    /// <exception cref="InvalidOperationException">The server was never attached.</exception>
    public void Use(McpServerOptions server, string profile) => Run(async () =>
    {
        CatalogAttachment attachment = _attachments.Find(one => one.IsOf(server))
            ?? throw new InvalidOperationException("The options are not those of a server with WithInstalledSkills().");

        // Whatever fails from here on, the session has none of the other skills.
        attachment.Clear();
        attachment.View = ViewOf(profile);
        await FillAsync(attachment).ConfigureAwait(false);
    });

    public void Dispose()
    {
        _watch?.Dispose();
        _gate.Dispose();
    }

    private CatalogView ViewOf(string? profile)
    {
        if (profile is null)
        {
            return _everything;
        }

        SkillProfileServices bot = _profiles.Get(profile);
        return new CatalogView(bot.Store, bot.Grants, bot.Executor);
    }

    // Options are made by a call that cannot wait, and the server's first request must see what is installed.
    private void Run(Func<Task> body) => Task.Run(async () =>
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await body().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }).GetAwaiter().GetResult();

    private async Task FillAsync(CatalogAttachment attachment) => attachment.TryReplace(
        await attachment.View!.ReadAsync(_options.Filter).ConfigureAwait(false), _options, Renderer);

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
            foreach (IGrouping<CatalogView, CatalogAttachment> group in _attachments
                .Where(static attachment => attachment.View is not null)
                .GroupBy(static attachment => attachment.View!)
                .ToArray())
            {
                CatalogListing listing = await group.Key.ReadAsync(_options.Filter).ConfigureAwait(false);
                foreach (CatalogAttachment attachment in group
                    .Where(attachment => !attachment.TryReplace(listing, _options, Renderer)))
                {
                    _attachments.Remove(attachment);
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
