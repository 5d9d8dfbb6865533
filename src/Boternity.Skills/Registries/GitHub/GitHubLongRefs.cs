namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// Branches and tags with slashes in addresses, where ref and folder follow each other:
/// <c>/tree/feature/x/skills/pdf</c> names the branch <c>feature/x</c> if there is one. Git allows no branch
/// <c>feature</c> beside it, so that at most one is meant.
/// </summary>
internal sealed class GitHubLongRefs(GitHubClient client)
{
    private static readonly string[] Kinds = ["heads", "tags"];

    /// <summary>The query with the ref that goes on in its path; null where there is none.</summary>
    /// <exception cref="GitHubNotFoundException">There is no such repository.</exception>
    public async ValueTask<SkillQuery?> FindAsync(
        GitHubRepository repository, SkillQuery query, CancellationToken cancellationToken)
    {
        string whole = $"{query.Ref}/{query.Path}";
        foreach (string kind in Kinds)
        {
            string prefix = $"refs/{kind}/";
            IReadOnlyList<GitRefAnswer?> refs = await client
                .GetRefsAsync(repository, $"{kind}/{query.Ref}", cancellationToken)
                .ConfigureAwait(false);
            string? found = refs
                .Select(static answer => answer?.Ref)
                .OfType<string>()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => name[prefix.Length..])
                .FirstOrDefault(name =>
                    whole == name || whole.StartsWith($"{name}/", StringComparison.Ordinal));
            if (found is not null && GitRevision.IsValid(found))
            {
                string rest = whole[found.Length..].TrimStart('/');
                return query with { Ref = found, Path = rest.Length == 0 ? null : rest };
            }
        }

        return null;
    }
}
