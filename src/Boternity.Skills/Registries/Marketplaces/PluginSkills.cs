namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>Which skills of what holds a plugin are the plugin's.</summary>
internal sealed class PluginSkills
{
    private const string DefaultFolder = "skills";

    private readonly string _path;
    private readonly HashSet<string> _listed;
    private readonly bool _hasDefault;

    /// <summary>Takes what the marketplace and the plugin say.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="manifest">Its <c>plugin.json</c>; null where there is none.</param>
    public PluginSkills(MarketplacePlugin plugin, byte[]? manifest)
    {
        _path = plugin.Path;
        _listed = new HashSet<string>(plugin.Skills, StringComparer.Ordinal);

        // Where the marketplace is all that counts, what it lists is all there is.
        _hasDefault = plugin.IsStrict || _listed.Count == 0;
        if (plugin.IsStrict && manifest is not null)
        {
            _listed.UnionWith(MarketplaceReader.ReadSkills(manifest, plugin.Path));
        }
    }

    /// <summary>
    /// The paths of the plugin's skills: of those that are listed, or in a folder that is, or in the folder
    /// <c>skills</c>; where there are none, of the one that the plugin is itself.
    /// </summary>
    public IReadOnlySet<string> Of(IEnumerable<string> paths)
    {
        string[] all = [.. paths];
        HashSet<string> found = [.. all.Where(IsIn)];
        if (found.Count == 0 && _listed.Count == 0 && all.Contains(_path, StringComparer.Ordinal))
        {
            found.Add(_path);
        }

        return found;
    }

    private bool IsIn(string path)
    {
        int slash = path.LastIndexOf('/');
        string folder = slash < 0 ? "" : path[..slash];
        return _listed.Contains(path)
            || (path.Length > 0 && _listed.Contains(folder))
            || (_hasDefault && folder == (_path.Length == 0 ? DefaultFolder : $"{_path}/{DefaultFolder}"));
    }
}
