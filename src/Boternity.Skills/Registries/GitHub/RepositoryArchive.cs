using System.Buffers;
using System.Runtime.CompilerServices;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>Reads the tar.gz of a repository: everything in it is below one folder, which is taken off.</summary>
internal static class RepositoryArchive
{
    /// <summary>The most skills of one repository, and the most bytes of their frontmatter together.</summary>
    private const int MaxSkills = 20_000;
    private const long MaxIndexBytes = 64L * 1024 * 1024;

    private static readonly string[] Skipped = [".git", "node_modules"];

    /// <summary>
    /// The frontmatter of every SKILL.md, also of one that cannot be read; nothing else of the archive is kept.
    /// </summary>
    /// <param name="archive">The archive.</param>
    /// <param name="origin">Registry, repository and commit, with an empty path.</param>
    /// <param name="limits">When to stop.</param>
    /// <param name="logger">Is told of skills that are left out.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static ValueTask<List<IndexedSkill>> ReadIndexAsync(
        Stream archive,
        SkillSource origin,
        ArchiveLimits limits,
        ILogger logger,
        CancellationToken cancellationToken) =>
        ReadIndexAsync(ReadAsync(archive, limits, cancellationToken), origin, logger, cancellationToken);

    /// <summary>The same of entries, with the paths that they have.</summary>
    public static async ValueTask<List<IndexedSkill>> ReadIndexAsync(
        IAsyncEnumerable<ArchiveEntry> entries,
        SkillSource origin,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var skills = new Dictionary<string, IndexedSkill>(StringComparer.Ordinal);
        long bytes = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(SkillManifestLimits.MaxFileBytes + 1);
        try
        {
            await foreach (ArchiveEntry entry in entries.ConfigureAwait(false))
            {
                if (!TryGetSkillFolder(entry, out string folder))
                {
                    continue;
                }

                SkillSource source = origin with { Path = folder };
                if (folder.Length > 0 && SkillPath.FindProblem(folder) is { } problem)
                {
                    RegistryLog.SkillLeftOut(logger, PackageErrors.Show(source.ToString()), problem);
                    continue;
                }

                int length = await entry.Content
                    .ReadAtLeastAsync(
                        buffer, SkillManifestLimits.MaxFileBytes + 1, throwOnEndOfStream: false, cancellationToken)
                    .ConfigureAwait(false);
                List<UnreadableSkill> unreadable = [];
                DiscoveredSkill? skill = DiscoveredSkillReader.TryRead(
                    buffer.AsSpan(0, length), source, out int frontmatter, logger, unreadable);
                skills[folder] = new IndexedSkill(
                    skill, unreadable.FirstOrDefault()?.ForIndex(), buffer.AsSpan(0, frontmatter).ToArray());
                bytes += frontmatter;

                if (skills.Count > MaxSkills || bytes > MaxIndexBytes)
                {
                    PackageErrors.ThrowArchiveLimit($"skills ({MaxIndexBytes} bytes of frontmatter)", MaxSkills);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return [.. skills.Values.OrderBy(skill => skill.Path, StringComparer.Ordinal)];
    }

    /// <summary>One folder of an archive, as a package.</summary>
    /// <param name="entries">The entries, with the paths that they have.</param>
    /// <param name="source">Where the folder is.</param>
    /// <param name="packageLimits">The limits of the package.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async ValueTask<SkillPackage> ReadPackageAsync(
        IAsyncEnumerable<ArchiveEntry> entries,
        SkillSource source,
        SkillPackageLimits packageLimits,
        CancellationToken cancellationToken)
    {
        var builder = new SkillPackageBuilder(packageLimits);
        string prefix = source.Path.Length == 0 ? "" : source.Path + "/";
        await foreach (ArchiveEntry entry in entries.ConfigureAwait(false))
        {
            if (entry.Path.Length > prefix.Length && entry.Path.StartsWith(prefix, StringComparison.Ordinal))
            {
                await builder.AddAsync(entry.Path[prefix.Length..], entry, cancellationToken).ConfigureAwait(false);
            }
        }

        return builder.Build(source);
    }

    /// <summary>Some files of the archive, by their paths; those that are not there are left out.</summary>
    public static ValueTask<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(
        Stream archive, IReadOnlySet<string> paths, ArchiveLimits limits, CancellationToken cancellationToken) =>
        ReadFilesAsync(ReadAsync(archive, limits, cancellationToken), paths, cancellationToken);

    private static async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(
        IAsyncEnumerable<ArchiveEntry> entries, IReadOnlySet<string> paths, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        long left = MaxIndexBytes;
        await foreach (ArchiveEntry entry in entries.ConfigureAwait(false))
        {
            if (entry.IsFolder || entry.OtherKind is not null || !paths.Contains(entry.Path))
            {
                continue;
            }

            using var content = new MemoryStream();
            using var bounded = new BoundedInput(entry.Content, left);
            try
            {
                await bounded.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException)
            {
                PackageErrors.ThrowArchiveLimit("bytes in files that describe it", MaxIndexBytes);
            }

            left -= content.Length;
            files[entry.Path] = content.ToArray();
        }

        return files;
    }

    /// <summary>The entries, without the folder around everything.</summary>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream archive, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? prefix = null;
        await foreach (ArchiveEntry entry in TarGzArchive.ReadAsync(archive, limits, cancellationToken)
            .ConfigureAwait(false))
        {
            int slash = entry.Path.IndexOf('/', StringComparison.Ordinal);
            string top = slash < 0 ? entry.Path : entry.Path[..slash];
            prefix ??= top;
            if (top != prefix || SkillPath.FindSegmentProblem(top) is not null)
            {
                PackageErrors.ThrowPath(
                    entry.Path,
                    $"a repository's archive has everything below one folder, which is '{PackageErrors.Show(prefix)}'");
            }

            if (slash >= 0)
            {
                yield return entry with { Path = entry.Path[(slash + 1)..] };
            }
        }
    }

    private static bool TryGetSkillFolder(in ArchiveEntry entry, out string folder)
    {
        folder = "";
        if (entry.IsFolder
            || entry.OtherKind is not null
            || !entry.Path.EndsWith(SkillPackage.ManifestFileName, StringComparison.Ordinal))
        {
            return false;
        }

        int slash = entry.Path.LastIndexOf('/');
        folder = slash < 0 ? "" : entry.Path[..slash];
        return entry.Path.Length - slash - 1 == SkillPackage.ManifestFileName.Length
            && !Array.Exists(folder.Split('/'), segment => Skipped.Contains(segment, StringComparer.Ordinal));
    }
}
