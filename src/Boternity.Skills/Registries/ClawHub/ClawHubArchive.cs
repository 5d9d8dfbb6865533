using System.Security.Cryptography;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.ClawHub;

/// <summary>The zip of a version: its files, each compared with the digest that the version's list has.</summary>
internal static class ClawHubArchive
{
    // What ClawHub adds to a download, which is no part of what was published.
    private const string Added = "_meta.json";

    /// <exception cref="SkillRegistryException">A file is not the one of the list, or is missing.</exception>
    public static async ValueTask<SkillPackage> ReadAsync(
        Stream archive,
        SkillSource source,
        IReadOnlyList<ClawHubFile?>? listed,
        SkillPackageLimits limits,
        Func<string, SkillRegistryException> mismatch,
        CancellationToken cancellationToken)
    {
        Dictionary<string, string?>? digests = listed?
            .OfType<ClawHubFile>()
            .Where(static file => file.Path is not null)
            .GroupBy(static file => file.Path!, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.First().Sha256, StringComparer.Ordinal);
        var builder = new SkillPackageBuilder(limits);
        await foreach (ArchiveEntry entry in ZipSkillArchive
            .ReadAsync(archive, ArchiveLimits.For(limits), cancellationToken)
            .ConfigureAwait(false))
        {
            if (entry.Path != Added || digests?.ContainsKey(Added) == true)
            {
                await builder.AddAsync(entry.Path, entry, cancellationToken).ConfigureAwait(false);
            }
        }

        if (digests is not null)
        {
            Compare(builder.Files, digests, source, mismatch);
        }

        return builder.Build(source);
    }

    private static void Compare(
        IReadOnlyList<SkillPackageFile> files,
        Dictionary<string, string?> digests,
        SkillSource source,
        Func<string, SkillRegistryException> mismatch)
    {
        foreach (SkillPackageFile file in files)
        {
            string actual = Convert.ToHexStringLower(SHA256.HashData(file.Content.Span));
            if (!digests.Remove(file.Path, out string? expected)
                || !string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase))
            {
                throw mismatch(
                    $"the file '{PackageErrors.Show(file.Path)}' of {source} has the digest {actual}, and its version "
                        + $"lists {(expected is null ? "no such file" : PackageErrors.Show(expected))}");
            }
        }

        if (digests.Count > 0)
        {
            string missing = digests.Keys.Order(StringComparer.Ordinal).First();
            throw mismatch($"the archive of {source} lacks '{PackageErrors.Show(missing)}'");
        }
    }
}
