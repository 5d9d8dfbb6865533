namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// Checks installed skills: a request for each branch or tag of a repository, and one more for the digests where
/// it moved.
/// </summary>
internal sealed class GitHubUpdateCheck(GitHubClient client)
{
    public async Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IEnumerable<SkillSource> installed, CancellationToken cancellationToken)
    {
        var heads = new Dictionary<(string Repository, string Revision), Head>();
        List<SkillUpdate> updates = [];
        foreach (SkillSource source in installed)
        {
            updates.Add(await CheckAsync(source, heads, cancellationToken).ConfigureAwait(false));
        }

        return updates;
    }

    private async ValueTask<SkillUpdate> CheckAsync(
        SkillSource source,
        Dictionary<(string Repository, string Revision), Head> heads,
        CancellationToken cancellationToken)
    {
        string revision = source.RequestedRef ?? GitRevision.Default;
        if (GitRevision.IsCommit(revision))
        {
            return Update(
                source, SkillUpdateState.Pinned, $"it was asked for at the commit {revision}, which never moves");
        }

        if (!GitHubRepository.TryParse(source.Repository, out GitHubRepository? repository)
            || !GitRevision.IsValid(revision))
        {
            throw new ArgumentException($"{source} has no repository, or its ref is none.", nameof(source));
        }

        var key = (repository.Key, revision);
        if (!heads.TryGetValue(key, out Head? head))
        {
            heads.Add(
                key,
                head = new Head
                {
                    Commit = await ResolveAsync(repository, revision, source.Commit, cancellationToken)
                        .ConfigureAwait(false),
                });
        }

        if (head.Commit is null)
        {
            return Update(
                source,
                SkillUpdateState.SourceMissing,
                $"{repository.FullName} has no {revision} any more, or may not be read");
        }

        if (head.Commit == source.Commit)
        {
            return Update(source, SkillUpdateState.UpToDate, $"{revision} is still the commit {head.Commit}");
        }

        head.Tree ??= await FindTreeAsync(repository, head.Commit, cancellationToken).ConfigureAwait(false);
        return head.Tree is null
            ? Update(
                source,
                SkillUpdateState.SourceMissing,
                $"{repository.FullName} has no commit {head.Commit} any more, or may not be read")
            : Compare(source, revision, head.Commit, head.Tree);
    }

    // "Get a commit" in GitHub's documentation: for the media type of a bare SHA, the commit that is known is the tag
    // to ask with.
    private async ValueTask<string?> ResolveAsync(
        GitHubRepository repository, string revision, string? known, CancellationToken cancellationToken)
    {
        try
        {
            string? etag = known is null ? null : $"\"{known}\"";
            return (await client
                .ResolveAsync(repository, revision, etag, cancellationToken)
                .ConfigureAwait(false))?.Commit ?? known;
        }
        catch (GitHubNotFoundException)
        {
            return null;
        }
    }

    // It may have been taken away between the two requests.
    private async ValueTask<GitTreeAnswer?> FindTreeAsync(
        GitHubRepository repository, string commit, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetTreeAsync(repository, commit, cancellationToken).ConfigureAwait(false);
        }
        catch (GitHubNotFoundException)
        {
            return null;
        }
    }

    private static SkillUpdate Compare(SkillSource source, string revision, string commit, GitTreeAnswer tree)
    {
        string? digest = source.Path.Length == 0
            ? tree.Sha
            : tree.Tree.FirstOrDefault(entry => entry?.Type == "tree" && entry.Path == source.Path)?.Sha;
        string manifest = source.Path.Length == 0
            ? SkillPackage.ManifestFileName
            : $"{source.Path}/{SkillPackage.ManifestFileName}";
        bool hasManifest = tree.Tree.Any(entry => entry?.Type == "blob" && entry.Path == manifest);
        return !hasManifest && !tree.Truncated
            ? Update(
                source,
                SkillUpdateState.SourceMissing,
                $"{revision} moved to the commit {commit}, which has no {manifest}")
            : Update(source, SkillUpdateState.UpdateAvailable, $"{revision} moved to the commit {commit}") with
            {
                Latest = source with { Commit = commit },
                TreeDigest = digest,
            };
    }

    private static SkillUpdate Update(SkillSource source, SkillUpdateState state, string reason) =>
        new() { Installed = source, State = state, Reason = reason };

    private sealed class Head
    {
        public string? Commit { get; init; }

        public GitTreeAnswer? Tree { get; set; }
    }
}
