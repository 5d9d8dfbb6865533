namespace Boternity.Skills.Packaging;

/// <summary>
/// Reads an archive that holds one skill: its SKILL.md at the top, or all of it in one folder. Everything is checked
/// and counted while it streams; links, devices and pipes are refused.
/// </summary>
public static class SkillArchive
{
    /// <summary>Reads a gzip-compressed tar (ustar, pax or GNU).</summary>
    /// <param name="archive">The archive; read to its end, not disposed.</param>
    /// <param name="source">What to record as its source.</param>
    /// <param name="limits">How large the skill may be; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SkillPackageException">The archive is damaged, or a path, an entry or a limit is not
    /// kept.</exception>
    /// <exception cref="Manifests.SkillManifestException">The SKILL.md cannot be read.</exception>
    public static Task<SkillPackage> ReadTarGzAsync(
        Stream archive,
        SkillSource source,
        SkillPackageLimits? limits = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        limits ??= new SkillPackageLimits();
        return GatherAsync(
            TarGzArchive.ReadAsync(archive, ArchiveLimits.For(limits), cancellationToken),
            source,
            limits,
            cancellationToken);
    }

    /// <summary>Reads a zip. A stream that cannot seek is buffered in memory, up to the limits.</summary>
    /// <inheritdoc cref="ReadTarGzAsync"/>
    public static Task<SkillPackage> ReadZipAsync(
        Stream archive,
        SkillSource source,
        SkillPackageLimits? limits = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        limits ??= new SkillPackageLimits();
        return GatherAsync(
            ZipSkillArchive.ReadAsync(archive, ArchiveLimits.For(limits), cancellationToken),
            source,
            limits,
            cancellationToken);
    }

    private static async Task<SkillPackage> GatherAsync(
        IAsyncEnumerable<ArchiveEntry> entries,
        SkillSource source,
        SkillPackageLimits limits,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var builder = new SkillPackageBuilder(limits);
        await foreach (ArchiveEntry entry in entries.ConfigureAwait(false))
        {
            await builder.AddAsync(entry.Path, entry, cancellationToken).ConfigureAwait(false);
        }

        builder.UnwrapTopFolder();
        return builder.Build(source);
    }
}
