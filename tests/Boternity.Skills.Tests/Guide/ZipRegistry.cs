// begin registry
using System.Runtime.CompilerServices;
using Boternity.Skills;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;
using Boternity.Skills.Search;

// end registry
namespace Boternity.Skills.Tests.Guide;

// begin registry
/// <summary>A registry over zip archives, one for each skill.</summary>
internal sealed class ZipRegistry(IReadOnlyDictionary<string, byte[]> archives) : ISkillRegistry
{
    public string Name => "zips";

    public async IAsyncEnumerable<DiscoveredSkill> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string path in archives.Keys.Order(StringComparer.Ordinal))
        {
            SkillPackage package = await ReadAsync(path, cancellationToken);
            yield return new DiscoveredSkill
            {
                Source = package.Source,
                Manifest = package.Manifest,
                Diagnostics = package.Document.Diagnostics,
            };
        }
    }

    public async Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default)
    {
        List<DiscoveredSkill> all = await ListAsync(cancellationToken).ToListAsync(cancellationToken);
        return new SkillSearchIndex(all).Search(query, limit);
    }

    public async Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default)
    {
        bool isForAnother =
            query.Registry is { } registry && !registry.Equals(Name, StringComparison.OrdinalIgnoreCase);
        if (isForAnother || query.Repository is not null || query.Ref is not null)
        {
            return [];
        }

        List<DiscoveredSkill> all = await ListAsync(cancellationToken).ToListAsync(cancellationToken);
        return
        [
            .. all
                .Where(skill => query.Path is null || skill.Source.Path == query.Path)
                .Where(skill => query.Name is null || skill.Name.Equals(query.Name, StringComparison.OrdinalIgnoreCase))
                .Select(skill => new SkillMatch { Skill = skill, Match = SkillNameMatch.Exact }),
        ];
    }

    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        ReadAsync(source.Path, cancellationToken);

    private async Task<SkillPackage> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!archives.TryGetValue(path, out byte[]? archive))
        {
            throw new SkillNotFoundException(path, Name, $"The registry '{Name}' has no archive '{path}'.");
        }

        // Everything is checked as it streams: paths, links, sizes, and the SKILL.md itself.
        using var stream = new MemoryStream(archive, writable: false);
        var source = new SkillSource { Registry = Name, Path = path };
        return await SkillArchive.ReadZipAsync(stream, source, cancellationToken: cancellationToken);
    }
}
// end registry
