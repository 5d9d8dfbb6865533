using System.Runtime.CompilerServices;
using System.Text;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;

namespace Boternity.Skills.Tests.Updates;

/// <summary>
/// A repository of one skill with commits, and a branch that the test moves. What the real registries answer is their
/// own tests' matter.
/// </summary>
internal sealed class RevisionRegistry : ISkillRegistry, ISkillUpdateSource
{
    private readonly Dictionary<string, SkillPackage> _commits = new(StringComparer.Ordinal);

    public string Name => "git";

    public string Head { get; set; } = "";

    /// <summary>How often something was resolved: a name looked for, or a branch asked for its commit.</summary>
    public int Resolutions { get; private set; }

    public int Checks { get; private set; }

    /// <summary>Whether it can tell without fetching.</summary>
    public bool HasRevisions { get; set; } = true;

    /// <summary>How many of the next fetches fail.</summary>
    public int FailingFetches { get; set; }

    public void Commit(
        string commit, string body, SkillManifest? manifest = null, params (string Path, string Text)[] files)
    {
        manifest ??= TestSkills.Manifest("probe", SkillType.Prompt) with { Version = commit };
        _commits[commit] = TestSkills.Package(
            manifest, body, [.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);
        Head = commit;
    }

    public async IAsyncEnumerable<DiscoveredSkill> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return Discover(null);
    }

    public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SkillMatch>> FindAsync(SkillQuery query, CancellationToken cancellationToken = default)
    {
        Resolutions++;
        return Task.FromResult<IReadOnlyList<SkillMatch>>([new SkillMatch
        {
            Skill = Discover(query.Ref),
            Match = SkillNameMatch.Exact,
        }]);
    }

    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        FailingFetches-- > 0
            ? Task.FromException<SkillPackage>(
                new SkillRegistryException(SkillErrorCodes.RegistryUnavailable, Name, "It is down."))
            : Task.FromResult(_commits[source.Commit!] with { Source = source });

    public Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IReadOnlyList<SkillSource> installed, CancellationToken cancellationToken = default)
    {
        Checks++;
        return Task.FromResult<IReadOnlyList<SkillUpdate>>(HasRevisions ? [.. installed.Select(Check)] : []);
    }

    private SkillUpdate Check(SkillSource source) =>
        source.RequestedRef == source.Commit
            ? new SkillUpdate
            {
                Installed = source,
                State = SkillUpdateState.Pinned,
                Reason = $"It is pinned to {source.Commit}.",
            }
        : source.Commit == Head
            ? new SkillUpdate
            {
                Installed = source,
                State = SkillUpdateState.UpToDate,
                Reason = "The branch has not moved.",
            }
        : new SkillUpdate
        {
            Installed = source,
            State = SkillUpdateState.UpdateAvailable,
            Latest = source with { Commit = Head },
            TreeDigest = SkillDigest.OfGitTree(_commits[Head].Files),
            Reason = "The branch has moved.",
        };

    private DiscoveredSkill Discover(string? gitRef)
    {
        string commit = gitRef is not null && _commits.ContainsKey(gitRef) ? gitRef : Head;
        return new DiscoveredSkill
        {
            Source = new SkillSource
            {
                Registry = Name,
                Repository = "o/r",
                Path = "skills/probe",
                RequestedRef = gitRef,
                Commit = commit,
            },
            Manifest = _commits[commit].Manifest,
        };
    }
}
