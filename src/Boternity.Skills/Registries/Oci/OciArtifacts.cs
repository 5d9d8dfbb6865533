using System.Text;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Oci;

/// <summary>From a tag or a digest to the skill's folder.</summary>
internal sealed class OciArtifacts(
    OciRegistryOptions options, OciClient client, SkillPackageLimits limits, ILogger logger)
{
    private const string DefaultTag = "latest";
    private const int MaxShownTags = 8;
    private const int MaxDescriptionLength = 1_000;

    private readonly ArchiveLimits _archiveLimits = ArchiveLimits.For(limits);

    /// <summary>The digest, in hexadecimal, that a reference names now.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">A tag or a digest; null for 'latest', or the highest version where there is
    /// none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SkillNotFoundException">There is no such repository, tag or digest.</exception>
    public async Task<string> ResolveAsync(
        OciRepository repository, string? reference, CancellationToken cancellationToken)
    {
        if (reference is not null && OciAddress.IsDigest(reference))
        {
            return reference[OciAddress.DigestPrefix.Length..];
        }

        string tag = reference ?? DefaultTag;
        if (!OciAddress.IsTag(tag))
        {
            throw NotFound(repository, reference, $"'{PackageErrors.Show(tag)}' is no tag.");
        }

        try
        {
            return (await client.GetTaggedAsync(repository, tag, cancellationToken).ConfigureAwait(false)).Digest;
        }
        catch (WebNotFoundException)
        {
            IReadOnlyList<string> tags = await TagsAsync(repository, reference, cancellationToken)
                .ConfigureAwait(false);
            if (reference is null
                && OciTagOrder.Newest(tags) is { } newest
                && await FindAsync(repository, newest, cancellationToken).ConfigureAwait(false) is { } digest)
            {
                return digest;
            }

            string some = string.Join(", ", tags.Take(MaxShownTags));
            string more = tags.Count > MaxShownTags ? $" and {tags.Count - MaxShownTags} more" : "";
            throw NotFound(
                repository,
                reference,
                tags.Count == 0
                    ? $"{repository.Root} has no tag '{tag}', and no other."
                    : $"{repository.Root} has no tag '{tag}'; it has {some}{more}.");
        }
    }

    /// <summary>The folder of a skill.</summary>
    /// <exception cref="SkillNotFoundException">It is no longer there.</exception>
    /// <exception cref="SkillPackageException">It is no folder of a skill, or a limit is passed.</exception>
    public async Task<SkillPackage> ReadAsync(
        OciRepository repository,
        SkillSource source,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            OciDocument manifest = await GetManifestAsync(repository, source, cancellationToken).ConfigureAwait(false);
            return await ReadLayersAsync(repository, manifest, source, progress, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (WebNotFoundException e)
        {
            throw NotFound(repository, source.RequestedRef, $"{source} is not there: {e.Message}.");
        }
    }

    private async Task<OciDocument> GetManifestAsync(
        OciRepository repository, SkillSource source, CancellationToken cancellationToken)
    {
        OciDocument document = Check(
            await client.GetPinnedAsync(repository, source.Commit!, cancellationToken).ConfigureAwait(false), source);
        if (document.Manifests is null)
        {
            return document;
        }

        if (OciLayers.IsCollection(document.ArtifactType))
        {
            IEnumerable<string> names = document.Manifests
                .OfType<OciDescriptor>()
                .Select(one => PackageErrors.Show(one.Find(OciLayers.Title) ?? one.Digest ?? ""));
            throw NotFound(
                repository,
                source.RequestedRef,
                $"{source} is a collection, and no skill: name the artefact of one of its skills "
                    + $"({string.Join(", ", names.Take(MaxShownTags))}).");
        }

        if (OciLayers.Choose(document) is not { } chosen)
        {
            throw client.Invalid($"the index {source} lists no manifest");
        }

        OciDocument manifest = Check(
            await client
                .GetPinnedAsync(repository, DigestOf(chosen, source), cancellationToken)
                .ConfigureAwait(false),
            source);
        return manifest.Layers is not null
            ? manifest
            : throw client.Invalid($"the index {source} lists an index where a manifest should be");
    }

    // A document that can be read as either is an attack on whoever checked the other (CVE-2021-41190).
    private OciDocument Check(OciDocument document, SkillSource source) =>
        (document.Layers is null) == (document.Manifests is null)
            ? throw client.Invalid($"{source} is neither a manifest with layers nor an index of manifests")
            : document;

    private async Task<SkillPackage> ReadLayersAsync(
        OciRepository repository,
        OciDocument manifest,
        SkillSource source,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        OciDescriptor[] layers = [.. manifest.Layers!.OfType<OciDescriptor>()];
        if (layers.Length > options.MaxLayers)
        {
            PackageErrors.ThrowArchiveLimit("layers", options.MaxLayers);
        }

        var builder = new SkillPackageBuilder(limits);
        LayerProgress? told = progress is null
            ? null
            : new LayerProgress(progress, layers.Sum(static layer => Math.Max(layer.Size, 0)));
        foreach (OciDescriptor layer in layers)
        {
            OciLayerKind kind = OciLayers.KindOf(layer);
            if (kind == OciLayerKind.Unreadable)
            {
                throw PackageErrors.Archive(
                    $"{source} has a layer of the type '{PackageErrors.Show(layer.MediaType ?? "")}'; those that are "
                        + "read are tar, tar.gz, zip, application/wasm and files with a title.");
            }

            if (kind == OciLayerKind.Unknown)
            {
                RegistryLog.LayerLeftOut(logger, layer.MediaType ?? "", source);
                continue;
            }

            IReadOnlyList<SkillPackageFile> files = await client
                .ReadBlobAsync(
                    repository,
                    DigestOf(layer, source),
                    layer.Size,
                    (body, token) => ReadLayerAsync(layer, kind, body, token),
                    told,
                    cancellationToken)
                .ConfigureAwait(false);
            foreach (SkillPackageFile file in files)
            {
                builder.Add(file);
            }

            told?.Advance(layer.Size);
        }

        if (builder.Files is [{ Path: SkillPackage.WasmFileName }])
        {
            builder.Add(DescribeProgram(repository, manifest));
        }

        return builder.Build(source);
    }

    private async ValueTask<IReadOnlyList<SkillPackageFile>> ReadLayerAsync(
        OciDescriptor layer, OciLayerKind kind, Stream body, CancellationToken cancellationToken)
    {
        var builder = new SkillPackageBuilder(limits);
        if (kind is OciLayerKind.Program or OciLayerKind.File)
        {
            string path = kind == OciLayerKind.Program ? SkillPackage.WasmFileName : layer.Find(OciLayers.Title)!;
            await builder.AddAsync(path, body, false, layer.Size, cancellationToken).ConfigureAwait(false);
            return builder.Files;
        }

        IAsyncEnumerable<ArchiveEntry> entries = kind switch
        {
            OciLayerKind.Zip => ZipSkillArchive.ReadAsync(body, _archiveLimits, cancellationToken),
            OciLayerKind.Tar => TarArchive.ReadAsync(body, _archiveLimits, cancellationToken),
            _ => TarGzArchive.ReadAsync(body, _archiveLimits, cancellationToken),
        };
        await foreach (ArchiveEntry entry in entries.ConfigureAwait(false))
        {
            // Images have their folders from the root on.
            string path = entry.Path.TrimStart('/');
            await builder.AddAsync(path, entry, cancellationToken).ConfigureAwait(false);
        }

        // The one folder around a skill is no part of it; around some of its files it is.
        if (builder.Files.Any(IsManifestInAFolder))
        {
            builder.UnwrapTopFolder();
        }

        return builder.Files;
    }

    private static bool IsManifestInAFolder(SkillPackageFile file) =>
        file.Path.EndsWith($"/{SkillPackage.ManifestFileName}", StringComparison.Ordinal)
        && file.Path.IndexOf('/', StringComparison.Ordinal) == file.Path.LastIndexOf('/');

    // A component alone has no SKILL.md: what is known of it is what its artefact says.
    private static SkillPackageFile DescribeProgram(OciRepository repository, OciDocument manifest)
    {
        string last = repository.Path[(repository.Path.LastIndexOf('/') + 1)..];
        string name = string.Join('-', last.Split(['.', '_', '-'], StringSplitOptions.RemoveEmptyEntries));
        string said = manifest.Annotations.GetValueOrDefault(OciLayers.Description) is { Length: > 0 } description
            ? description
            : $"The program of {repository.Root}.";
        string line = string.Concat(said.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        line = line.Length > MaxDescriptionLength ? line[..MaxDescriptionLength] : line;
        string quoted = line
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        string text = $"""
            ---
            name: {name}
            description: "{quoted}"
            metadata:
              skill-type: tool
            ---
            The artefact brings a program and no SKILL.md; name and description are what it says of itself.

            """;
        return new SkillPackageFile
        {
            Path = SkillPackage.ManifestFileName,
            Content = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")),
        };
    }

    private string DigestOf(OciDescriptor descriptor, SkillSource source) =>
        descriptor.Digest is { } digest && OciAddress.IsDigest(digest)
            ? digest[OciAddress.DigestPrefix.Length..]
            : throw client.Invalid(
                $"{source} names a part by the digest '{PackageErrors.Show(descriptor.Digest ?? "")}'; those that are "
                    + "taken are SHA-256");

    private async Task<string?> FindAsync(OciRepository repository, string tag, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetTaggedAsync(repository, tag, cancellationToken).ConfigureAwait(false)).Digest;
        }
        catch (WebNotFoundException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> TagsAsync(
        OciRepository repository, string? reference, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetTagsAsync(repository, cancellationToken).ConfigureAwait(false);
        }
        catch (WebNotFoundException)
        {
            throw NotFound(
                repository,
                reference,
                await client.IsRegistryAsync(repository, cancellationToken).ConfigureAwait(false)
                    ? $"There is no repository {repository.Root}, or it is not shown with the credentials that are set."
                    : $"{repository.Host} does not answer as an OCI registry.");
        }
    }

    private SkillNotFoundException NotFound(OciRepository repository, string? reference, string message) =>
        new(OciAddress.Write(repository.Root, null, reference), options.Name, message);

    /// <summary>The bytes of one layer after the other, as those of one transfer.</summary>
    private sealed class LayerProgress(IProgress<SkillFetchProgress> progress, long total)
        : IProgress<SkillFetchProgress>
    {
        private long _before;

        public void Advance(long size) => _before += Math.Max(size, 0);

        public void Report(SkillFetchProgress value) =>
            progress.Report(new SkillFetchProgress { Bytes = _before + value.Bytes, TotalBytes = total });
    }
}
