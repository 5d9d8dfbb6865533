using System.IO.Abstractions;
using System.Security.Cryptography;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Addresses;

/// <summary>
/// Pasted paths: folders and archives of this machine. That somebody named one is no word of the host's for it, so they
/// are not local in the sense of <see cref="ISkillRegistry.IsLocal"/>.
/// </summary>
internal sealed class PathRegistry(
    SkillPackageLimits packageLimits,
    IFileSystem fileSystem,
    ILogger<DirectorySkillRegistry> logger) : ISkillRegistry
{
    private const long MaxArchiveFileBytes = 512L * 1024 * 1024;

    private readonly ArchiveLimits _archiveLimits = new();

    /// <inheritdoc/>
    public string Name => SkillAddress.FileRegistry;

    /// <inheritdoc/>
    public IAsyncEnumerable<DiscoveredSkill> ListAsync(CancellationToken cancellationToken = default) =>
        AsyncEnumerable.Empty<DiscoveredSkill>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DiscoveredSkill>>([]);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Address is not { } address)
        {
            return [];
        }

        string path = Expand(address);
        if (fileSystem.Directory.Exists(path))
        {
            IReadOnlyList<SkillMatch> found = await Folder(path)
                .FindAsync(new SkillQuery { Path = query.Path, Name = query.Name }, cancellationToken)
                .ConfigureAwait(false);
            return [.. found.Select(match => match with { Skill = AtPath(match.Skill, path) })];
        }

        return await ReadArchiveAsync(
            path,
            query.Ref,
            async (archive, digest) =>
            {
                var origin = new SkillSource
                {
                    Registry = Name,
                    Repository = Shown(path),
                    Path = "",
                    RequestedRef = query.Ref,
                    Commit = digest,
                };
                List<IndexedSkill> index = await RepositoryArchive
                    .ReadIndexAsync(
                        AnyArchive.ReadAsync(archive, _archiveLimits, cancellationToken),
                        origin,
                        logger,
                        cancellationToken)
                    .ConfigureAwait(false);
                RepositoryIndex all = IndexedSkill.IndexOf(digest, index);
                IReadOnlyList<SkillMatch> found = SkillRanking.Find(all.Skills, query);
                UnreadableSkill.ThrowIfMeant(all.Unreadable, query, found);
                return found;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        string path = Expand(
            source.Repository ?? throw new ArgumentException($"{source} has no path.", nameof(source)));
        if (source.Commit is null)
        {
            SkillPackage package = await Folder(path)
                .FetchAsync(source with { Repository = null }, cancellationToken)
                .ConfigureAwait(false);
            return package with { Source = source };
        }

        return await ReadArchiveAsync(
            path,
            source.Commit,
            async (archive, _) => await RepositoryArchive
                .ReadPackageAsync(
                    AnyArchive.ReadAsync(archive, _archiveLimits, cancellationToken),
                    source,
                    packageLimits,
                    cancellationToken)
                .ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    private DirectorySkillRegistry Folder(string path) => new(
        new DirectoryRegistryOptions { Name = Name, Path = path }, packageLimits, fileSystem, logger);

    private static DiscoveredSkill AtPath(DiscoveredSkill skill, string path) =>
        skill with { Source = skill.Source with { Repository = Shown(path) } };

    private async Task<T> ReadArchiveAsync<T>(
        string path,
        string? digest,
        Func<Stream, string, Task<T>> readAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            IFileInfo file = fileSystem.FileInfo.New(path);
            if (!file.Exists)
            {
                throw new SkillNotFoundException(path, Name, $"There is no folder and no archive '{path}'.");
            }

            // A pipe or a device has no length, and opening one could wait for ever.
            if (file.Length is 0 or > MaxArchiveFileBytes)
            {
                throw PackageErrors.Archive($"it has {file.Length} bytes; 1 to {MaxArchiveFileBytes} are allowed.");
            }

            Stream stream = fileSystem.FileStream.New(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, 80 * 1024, FileOptions.Asynchronous);
            await using var _ = stream.ConfigureAwait(false);
            string actual = Convert.ToHexStringLower(
                await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            if (digest is not null && actual != digest)
            {
                throw new SkillRegistryException(
                    SkillErrorCodes.RegistryAnswerInvalid,
                    Name,
                    $"'{path}' has the digest {actual}, and not {digest}: its content was changed.");
            }

            stream.Position = 0;
            return await readAsync(stream, actual).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable, Name, $"'{path}' cannot be read: {e.Message}.", e);
        }
    }

    private string Expand(string path)
    {
        if (path is "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        }

        return fileSystem.Path.GetFullPath(path);
    }

    private static string Shown(string path) => path.Replace('\\', '/');
}
