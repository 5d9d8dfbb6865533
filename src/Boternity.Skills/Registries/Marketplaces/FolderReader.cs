using System.IO.Abstractions;
using Boternity.Skills.Permissions;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.GitHub;

namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>A folder of this machine, read as a repository is. It has no revisions.</summary>
internal sealed class FolderReader(DirectorySkillRegistry folder, string root, IFileSystem fileSystem)
    : IRepositoryReader
{
    public string Name => folder.Name;

    public IAsyncEnumerable<DiscoveredSkill> ListAsync(CancellationToken cancellationToken = default) =>
        folder.ListAsync(cancellationToken);

    public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default) =>
        folder.SearchAsync(query, limit, cancellationToken);

    public Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default) =>
        folder.FindAsync(query, cancellationToken);

    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        folder.FetchAsync(source, cancellationToken);

    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        folder.FetchAsync(source, progress, cancellationToken);

    public async Task<RepositoryIndex> GetIndexAsync(
        string repository, string? revision, CancellationToken cancellationToken) =>
        new("", await folder.ListAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), []);

    public async Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(
        string repository, string commit, IReadOnlySet<string> paths, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            string full = fileSystem.Path.Combine([root, .. path.Split('/')]);
            try
            {
                byte[]? content = fileSystem.File.Exists(full)
                    ? await PlainFile
                        .ReadAsync(fileSystem, full, MarketplaceReader.MaxBytes, cancellationToken)
                        .ConfigureAwait(false)
                    : null;
                if (content is { Length: > 0 })
                {
                    files[path] = content;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SkillRegistryException(
                    SkillErrorCodes.RegistryUnavailable, Name, $"'{full}' cannot be read: {e.Message}.", e);
            }
        }

        return files;
    }
}
