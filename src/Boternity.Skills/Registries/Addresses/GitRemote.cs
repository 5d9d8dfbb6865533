using System.Text.Json;
using Boternity.Skills.Registries.Git;
using Boternity.Skills.Registries.GitHub;

namespace Boternity.Skills.Registries.Addresses;

/// <summary>A repository on a host of a kind: where its API says what a revision is, and gives the archive.</summary>
internal sealed record GitRemote(GitHostKind Kind, Uri Host, string Path)
{
    private const string Head = "HEAD";

    /// <summary>Gets the repository as it introduced itself, where Git's own protocol is spoken to it.</summary>
    public GitServer? Server { get; init; }

    /// <summary>Where the commit of a revision is asked for; null means the default branch.</summary>
    public Uri CommitAddress(string? revision) => Kind switch
    {
        // GitLab, "Commits API": a branch or tag is taken in place of a commit.
        GitHostKind.GitLab => new Uri(
            Host,
            $"api/v4/projects/{Uri.EscapeDataString(Path)}/repository/commits/"
                + Uri.EscapeDataString(revision ?? Head)),
        // Gitea, repoGetAllCommits.
        GitHostKind.Gitea => new Uri(
            Host,
            $"api/v1/repos/{EscapedPath}/commits?limit=1&stat=false&verification=false&files=false"
                + (revision is null ? "" : $"&sha={Uri.EscapeDataString(revision)}")),
        // Bitbucket Cloud, "List commits for revision".
        _ => new Uri(
            BitbucketApi,
            $"2.0/repositories/{EscapedPath}/commits{(revision is null ? "" : "/" + GitRevision.Escape(revision))}"
                + "?pagelen=1"),
    };

    /// <summary>Where the tar.gz of a commit is.</summary>
    public Uri ArchiveAddress(string commit) => Kind switch
    {
        GitHostKind.GitLab => new Uri(
            Host, $"api/v4/projects/{Uri.EscapeDataString(Path)}/repository/archive.tar.gz?sha={commit}"),
        GitHostKind.Gitea => new Uri(Host, $"api/v1/repos/{EscapedPath}/archive/{commit}.tar.gz"),
        _ => new Uri(Host, $"{EscapedPath}/get/{commit}.tar.gz"),
    };

    /// <summary>The commit in the answer of <see cref="CommitAddress"/>; null where there is none.</summary>
    public string? ReadCommit(JsonElement answer)
    {
        JsonElement commit = Kind switch
        {
            GitHostKind.Gitea => First(answer),
            GitHostKind.Bitbucket => First(Member(answer, "values")),
            _ => answer,
        };
        string name = Kind switch { GitHostKind.GitLab => "id", GitHostKind.Gitea => "sha", _ => "hash" };
        JsonElement value = Member(commit, name);
        return value.ValueKind == JsonValueKind.String
            && value.GetString()!.ToLowerInvariant() is var text
            && GitRevision.IsCommit(text)
                ? text
                : null;
    }

    private Uri BitbucketApi => Host.Host == "bitbucket.org" ? new Uri("https://api.bitbucket.org/") : Host;

    private string EscapedPath => GitRevision.Escape(Path);

    private static JsonElement First(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : default;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value
            : default;
}
