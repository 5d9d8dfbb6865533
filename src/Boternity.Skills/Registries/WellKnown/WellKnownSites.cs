using System.Security.Cryptography;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.WellKnown;

/// <summary>
/// Sites that publish skills: their indexes, and the artifacts that these name. Each artifact is verified before it is
/// unpacked, and kept by its digest.
/// </summary>
internal sealed class WellKnownSites(
    WebClient client,
    WebDocumentCache cache,
    ArchiveCache archives,
    SkillPackageLimits packageLimits,
    HttpRegistryOptions options,
    TimeSpan revalidateAfter,
    TimeProvider time,
    ILogger logger)
{
    private const string WellKnown = ".well-known";

    // Version 0.2, and 0.1.
    private static readonly string[] Suffixes = ["agent-skills", "skills"];

    private readonly WebDocuments<WellKnownIndex> _documents = new(
        client, cache, options.Name, revalidateAfter, WellKnownIndexReader.MaxBytes, time, logger);

    private readonly ArchiveLimits _archiveLimits = ArchiveLimits.For(packageLimits);

    // An archive of one skill is no larger than the skill may be.
    private long MaxArtifactBytes => Math.Min(options.MaxDownloadBytes, _archiveLimits.MaxBytes);

    /// <summary>The index of a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="token">The token for its host; null for none.</param>
    /// <param name="origin">The source of its skills, with an empty path.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SkillNotFoundException">The site publishes no skills.</exception>
    /// <exception cref="SkillRegistryException">The site cannot be read.</exception>
    public async Task<WebDocument<WellKnownIndex>> GetIndexAsync(
        Uri site, string? token, SkillSource origin, CancellationToken cancellationToken)
    {
        Uri[] places = PlacesOf(site);
        try
        {
            return await _documents
                .GetAsync(
                    places,
                    token,
                    (json, address) => WellKnownIndexReader.Read(json, address, origin, logger),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (WebNotFoundException)
        {
            throw new SkillNotFoundException(
                site.AbsoluteUri,
                options.Name,
                $"{site.Authority} publishes no skills: there is nothing at "
                    + $"{string.Join(" and ", places.Select(place => place.AbsolutePath))}.");
        }
    }

    /// <summary>The skills of an index, marked where it may be out of date.</summary>
    public static IReadOnlyList<DiscoveredSkill> SkillsOf(WebDocument<WellKnownIndex> index) =>
        index.IsStale ? [.. index.Value.Skills.Select(skill => skill with { IsStale = true })] : index.Value.Skills;

    /// <summary>
    /// The skills that answer a query. A digest in it is taken as it is: whether it can still be had, the fetch tells.
    /// </summary>
    public static IReadOnlyList<SkillMatch> Find(WebDocument<WellKnownIndex> index, SkillQuery query)
    {
        if (query.Ref is { } digest && !WellKnownIndexReader.IsDigest(digest))
        {
            return [];
        }

        IReadOnlyList<SkillMatch> found = SkillRanking.Find(SkillsOf(index), query);
        return query.Ref is null ? found : [.. found.Select(match => match with
        {
            Skill = match.Skill with
            {
                Source = match.Skill.Source with { Commit = query.Ref, RequestedRef = query.Ref },
            },
        })];
    }

    /// <summary>What became of skills that were installed from a site.</summary>
    public static IEnumerable<SkillUpdate> Compare(WellKnownIndex index, IEnumerable<SkillSource> installed)
    {
        // Without a digest there is nothing to compare.
        foreach (SkillSource source in installed.Where(static source => source.Commit is not null))
        {
            string? digest = index.Entries.TryGetValue(source.Path, out WellKnownEntry? entry) ? entry.Digest : null;
            bool isPinned = source.RequestedRef is not null;
            yield return new SkillUpdate
            {
                Installed = source,
                State = isPinned ? SkillUpdateState.Pinned
                    : digest is null ? SkillUpdateState.SourceMissing
                    : digest == source.Commit ? SkillUpdateState.UpToDate
                    : SkillUpdateState.UpdateAvailable,
                Latest = isPinned || digest is null || digest == source.Commit ? null : source with { Commit = digest },
                Reason = isPinned ? "It was asked for by its digest."
                    : digest is null ? $"The site has no '{source.Path}' any more."
                    : digest == source.Commit ? "The site has what was installed."
                    : $"The site has another version now, {digest}.",
            };
        }
    }

    /// <summary>The whole folder of a skill.</summary>
    /// <param name="site">The site.</param>
    /// <param name="token">The token for its host; null for none.</param>
    /// <param name="source">The skill, with its digest where the index has one.</param>
    /// <param name="progress">Is told of the bytes; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<SkillPackage> FetchAsync(
        Uri site,
        string? token,
        SkillSource source,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (source.Commit is { } kept
            && await archives.OpenAsync(kept, cancellationToken).ConfigureAwait(false) is { } cached)
        {
            await using (cached.ConfigureAwait(false))
            {
                byte[] content = await ReadAllAsync(cached, cancellationToken).ConfigureAwait(false);
                return await UnpackAsync(content, source, cancellationToken).ConfigureAwait(false);
            }
        }

        SkillSource origin = source with { Path = "", Commit = null, RequestedRef = null };
        WebDocument<WellKnownIndex> index = await GetIndexAsync(site, token, origin, cancellationToken)
            .ConfigureAwait(false);
        if (!index.Value.Entries.TryGetValue(source.Path, out WellKnownEntry? entry))
        {
            throw new SkillNotFoundException(
                source.ToString(), options.Name, $"{source} is no longer there: the site has no such skill.");
        }

        if (entry.Digest is null)
        {
            return await FetchFilesAsync(token, entry, source, progress, cancellationToken).ConfigureAwait(false);
        }

        if (source.Commit is { } digest && digest != entry.Digest)
        {
            throw new SkillNotFoundException(
                source.ToString(),
                options.Name,
                $"{source} is no longer there: the site has another version of it, {entry.Digest}.");
        }

        byte[] artifact = await DownloadAsync(
            new WebRequest
            {
                Address = entry.Address,
                Accept = "text/markdown, text/plain, application/gzip, application/zip, */*;q=0.5",
                Token = TokenFor(entry.Address, site, token),
                MaxBytes = MaxArtifactBytes,
                Progress = progress,
            },
            entry.Digest,
            cancellationToken).ConfigureAwait(false);
        return await UnpackAsync(artifact, source, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> DownloadAsync(WebRequest request, string digest, CancellationToken cancellationToken)
    {
        try
        {
            return await client
                .SendAsync(
                    request,
                    (body, token) => archives.KeepAsync($"{request.Address}|{digest}", body, VerifyAsync, token),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (WebNotFoundException e)
        {
            throw client.Invalid($"the index names what is not there: {e.Message}");
        }

        async ValueTask<byte[]> VerifyAsync(Stream body, CancellationToken token)
        {
            byte[] content = await ReadAllAsync(body, token).ConfigureAwait(false);
            string actual = Convert.ToHexStringLower(SHA256.HashData(content));
            return actual == digest
                ? content
                : throw new SkillRegistryException(
                    SkillErrorCodes.RegistryDigestMismatch,
                    options.Name,
                    $"{WebClient.Describe(request.Address)} has the digest {actual}, and the index says {digest}: its "
                        + $"content was changed, and is not used.");
        }
    }

    // Version 0.1: file by file, and nothing to verify them by.
    private async Task<SkillPackage> FetchFilesAsync(
        string? token,
        WellKnownEntry entry,
        SkillSource source,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (entry.Files.Count > packageLimits.MaxFiles)
        {
            PackageErrors.ThrowFiles(entry.Files[packageLimits.MaxFiles], packageLimits.MaxFiles);
        }

        var builder = new SkillPackageBuilder(packageLimits);
        TransferProgress? transfer = progress is null ? null : new TransferProgress(progress, null);
        foreach (string path in entry.Files)
        {
            var request = new WebRequest
            {
                Address = new Uri(entry.Address, string.Join('/', path.Split('/').Select(Uri.EscapeDataString))),
                Accept = "*/*",
                Token = token,
                MaxBytes = packageLimits.MaxFileBytes,
            };
            try
            {
                byte[] content = await client
                    .SendAsync(
                        request,
                        async (body, stop) => await ReadAllAsync(body, stop).ConfigureAwait(false),
                        cancellationToken)
                    .ConfigureAwait(false);
                builder.Add(new SkillPackageFile { Path = path, Content = content });
                transfer?.Add(content.Length);
            }
            catch (WebNotFoundException e)
            {
                throw client.Invalid($"the index names what is not there: {e.Message}");
            }
        }

        transfer?.Complete();
        return builder.Build(source);
    }

    // Told by its first bytes: no SKILL.md begins as an archive does.
    private async Task<SkillPackage> UnpackAsync(
        byte[] artifact, SkillSource source, CancellationToken cancellationToken)
    {
        var builder = new SkillPackageBuilder(packageLimits);
        if (artifact is not ([(byte)'P', (byte)'K', ..] or [0x1F, 0x8B, ..]))
        {
            if (artifact.Length > SkillManifestLimits.MaxFileBytes)
            {
                PackageErrors.ThrowFileBytes(SkillPackage.ManifestFileName, SkillManifestLimits.MaxFileBytes);
            }

            builder.Add(new SkillPackageFile { Path = SkillPackage.ManifestFileName, Content = artifact });
            return builder.Build(source);
        }

        using var archive = new MemoryStream(artifact, writable: false);
        await foreach (ArchiveEntry entry in AnyArchive.ReadAsync(archive, _archiveLimits, cancellationToken)
            .ConfigureAwait(false))
        {
            await builder.AddAsync(entry.Path, entry, cancellationToken).ConfigureAwait(false);
        }

        builder.UnwrapTopFolder();
        return builder.Build(source);
    }

    private async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        byte[] buffer = new byte[80 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxArtifactBytes)
            {
                PackageErrors.ThrowArchiveLimit("bytes", MaxArtifactBytes);
            }
        }

        return content.ToArray();
    }

    private static string? TokenFor(Uri address, Uri site, string? token) =>
        address.Authority == site.Authority && address.Scheme == site.Scheme ? token : null;

    // The address of a site ends above .well-known, or with it where that is needed to tell it from a repository's.
    private static Uri[] PlacesOf(Uri site)
    {
        string path = site.AbsolutePath.TrimEnd('/');
        path = path.EndsWith($"/{WellKnown}", StringComparison.Ordinal) ? path : $"{path}/{WellKnown}";
        return [.. Suffixes.Select(suffix => new Uri(site, $"{path}/{suffix}/index.json"))];
    }
}
