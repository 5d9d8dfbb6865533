namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>The plugins of a marketplace, in its order, and why others of it are not read, by their names.</summary>
internal sealed record Marketplace(
    IReadOnlyList<MarketplacePlugin> Plugins, IReadOnlyDictionary<string, string> LeftOut);

/// <summary>A plugin as its marketplace describes it.</summary>
internal sealed record MarketplacePlugin
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Gets what else it can be found by.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Gets where it is; null for a folder of what holds the marketplace.</summary>
    public MarketplacePlace? Place { get; init; }

    /// <summary>Gets the plugin's folder, relative to what holds it; empty for all of it.</summary>
    public required string Path { get; init; }

    /// <summary>Gets a value indicating whether its own <c>plugin.json</c> counts, beside the marketplace.</summary>
    public bool IsStrict { get; init; } = true;

    /// <summary>
    /// Gets the folders of skills that the marketplace lists, relative to what holds the plugin; empty for none.
    /// </summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Gets the path of its own description.</summary>
    public string ManifestPath => Path.Length == 0
        ? MarketplaceReader.PluginFile
        : $"{Path}/{MarketplaceReader.PluginFile}";
}
