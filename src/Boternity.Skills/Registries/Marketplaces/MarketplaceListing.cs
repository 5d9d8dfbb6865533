using Boternity.Skills.Search;

namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>
/// A marketplace as it was read: its plugins, the skills of those that are beside it, and an index that says which of
/// the others are likely to have what somebody looks for.
/// </summary>
internal sealed class MarketplaceListing
{
    private readonly SkillSearchIndex _remotes;
    private readonly Dictionary<string, MarketplacePlugin> _plugins;

    /// <summary>Puts it together.</summary>
    /// <param name="origin">What it was made of, by which it is known whether it is still the same.</param>
    /// <param name="marketplace">All plugins.</param>
    /// <param name="here">The skills of those beside the marketplace, with their plugins.</param>
    /// <param name="unreadable">Those of them that cannot be read.</param>
    public MarketplaceListing(
        object origin,
        Marketplace marketplace,
        IReadOnlyList<(MarketplacePlugin Plugin, DiscoveredSkill Skill)> here,
        IReadOnlyList<UnreadableSkill> unreadable)
    {
        IReadOnlyList<MarketplacePlugin> plugins = marketplace.Plugins;
        Origin = origin;
        Plugins = plugins;
        LeftOut = marketplace.LeftOut;
        Here = here;
        Skills = [.. here.Select(static pair => pair.Skill).DistinctBy(static skill => skill.Source)];
        Unreadable = unreadable;
        _plugins = plugins.ToDictionary(static plugin => plugin.Name, StringComparer.OrdinalIgnoreCase);
        _remotes = new SkillSearchIndex(
        [
            .. plugins.Where(static plugin => plugin.Place is not null).Select(static plugin => new DiscoveredSkill
            {
                Source = new SkillSource { Registry = "", Path = plugin.Name },
                Manifest = new SkillManifest { Name = plugin.Name, Description = plugin.Description },
                Headings = [.. plugin.Keywords, .. plugin.Skills],
            }),
        ]);
    }

    public object Origin { get; }

    public IReadOnlyList<MarketplacePlugin> Plugins { get; }

    /// <summary>Gets why plugins are not read, by their names.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; }

    public IReadOnlyList<(MarketplacePlugin Plugin, DiscoveredSkill Skill)> Here { get; }

    public IReadOnlyList<DiscoveredSkill> Skills { get; }

    public IReadOnlyList<UnreadableSkill> Unreadable { get; }

    public MarketplacePlugin? Find(string name) => _plugins.GetValueOrDefault(name);

    /// <summary>Plugins of other repositories that are likely to have it, the likeliest first.</summary>
    public IEnumerable<MarketplacePlugin> Rank(string words)
    {
        IEnumerable<MarketplacePlugin> named = Plugins.Where(plugin => plugin.Place is not null
            && (string.Equals(plugin.Name, words, StringComparison.OrdinalIgnoreCase)
                || plugin.Skills.Any(path => string.Equals(
                    path[(path.LastIndexOf('/') + 1)..], words, StringComparison.OrdinalIgnoreCase))));
        return named
            .Concat(_remotes.Search(words, Math.Max(1, Plugins.Count)).Select(found => _plugins[found.Source.Path]))
            .Distinct();
    }
}
