using System.Collections.Concurrent;
using System.Text.Json;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Git;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.Addresses;

/// <summary>
/// Repositories on whatever host: which software it has, which commit a revision is, and the archive of a commit. The
/// API of GitLab, Gitea or Bitbucket gives both; any other host is spoken to in Git's own protocol.
/// </summary>
internal sealed class GitRemotes(SkillAddressOptions options, WebClient client)
{
    /// <summary>What is accepted as an archive.</summary>
    public const string AnyArchiveType = "application/zip, application/gzip, application/octet-stream, */*;q=0.5";

    // Of a branch's name that has slashes in an address; each part more is a request more.
    private const int MaxRefParts = 4;

    private const int MaxKnownHosts = 1_000;

    private readonly GitClient _git = new(client, options);
    private readonly ConcurrentDictionary<string, GitHostKind> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The token for the host of an address; null for none.</summary>
    public string? TokenOf(Uri address)
    {
        string host = address.Host == "api.bitbucket.org" ? "bitbucket.org" : address.Authority;
        return options.Tokens.TryGetValue(host, out string? token) ? token : null;
    }

    /// <summary>The commit of a revision; null where the repository or the revision is not there.</summary>
    public async Task<string?> FindCommitAsync(string root, string? revision, CancellationToken cancellationToken)
    {
        try
        {
            return (await ResolveAsync(root, revision, cancellationToken).ConfigureAwait(false)).Commit;
        }
        catch (SkillNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// The commit of what is asked for. An address does not say where the ref ends and the folder begins: the shortest
    /// ref that is there is meant, since Git allows no branch <c>feature</c> beside <c>feature/x</c>.
    /// </summary>
    /// <exception cref="SkillNotFoundException">There is no such repository or revision.</exception>
    public async Task<(SkillQuery Query, GitRemote Remote, string Commit)> ResolveAsync(
        string root, SkillQuery query, CancellationToken cancellationToken)
    {
        SkillNotFoundException? missing = null;
        for (int part = 0; part <= MaxRefParts; part++)
        {
            try
            {
                (GitRemote remote, string commit) = await ResolveAsync(root, query.Ref, cancellationToken)
                    .ConfigureAwait(false);
                return (query, remote, commit);
            }
            catch (SkillNotFoundException e)
            {
                missing ??= e;
                if (!query.RefMayContinueInPath || query.Path is not { } path)
                {
                    break;
                }

                int slash = path.IndexOf('/', StringComparison.Ordinal);
                query = query with
                {
                    Ref = $"{query.Ref}/{(slash < 0 ? path : path[..slash])}",
                    Path = slash < 0 ? null : path[(slash + 1)..],
                };
            }
        }

        throw missing!;
    }

    /// <summary>The commit of a revision; null means the default branch.</summary>
    /// <exception cref="SkillNotFoundException">There is no such repository or revision.</exception>
    public async Task<(GitRemote Remote, string Commit)> ResolveAsync(
        string root, string? revision, CancellationToken cancellationToken)
    {
        if (revision is not null && !GitRevision.IsValid(revision))
        {
            throw new SkillNotFoundException(
                root, SkillAddress.WebRegistry, $"'{PackageErrors.Show(revision)}' is no branch, tag or commit.");
        }

        var uri = new Uri(root);
        string path = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
        var host = new Uri(uri.GetLeftPart(UriPartial.Authority) + "/");
        GitHostKind[] kinds = KindOf(uri) is { } kind ? [kind]
            : path.Contains('/', StringComparison.Ordinal)
                ? [GitHostKind.GitLab, GitHostKind.Gitea, GitHostKind.Git]
                : [GitHostKind.Git];
        SkillRegistryException? denied = null;
        foreach (GitHostKind one in kinds)
        {
            var remote = new GitRemote(one, host, path);
            bool isGuess = kinds.Length > 1;
            try
            {
                (remote, string? commit) = one == GitHostKind.Git
                    ? await TryGitAsync(root, remote, revision, isGuess, cancellationToken).ConfigureAwait(false)
                    : (remote, await TryApiAsync(remote, revision, isGuess, cancellationToken).ConfigureAwait(false));
                if (commit is not null)
                {
                    Remember(uri, one);
                    return (remote, commit);
                }
            }
            catch (SkillRegistryException e) when (isGuess && e.Code == SkillErrorCodes.RegistryAccessDenied)
            {
                // What such an answer means, only the software tells that the host has.
                denied ??= e;
            }
        }

        throw denied ?? Missing(root, host, revision, kinds);
    }

    /// <summary>Downloads a commit, and reads it as a tar.gz with one folder around everything.</summary>
    /// <exception cref="WebNotFoundException">It is not there.</exception>
    public Task<T> DownloadAsync<T>(
        GitRemote remote,
        string commit,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (remote.Server is { } server)
        {
            return _git.FetchAsync(server, commit, readAsync, progress, cancellationToken);
        }

        Uri address = remote.ArchiveAddress(commit);
        var request = new WebRequest
        {
            Address = address,
            Accept = AnyArchiveType,
            Token = TokenOf(address),
            MaxBytes = options.MaxDownloadBytes,
            Progress = progress,
        };
        return client.SendAsync(request, readAsync, cancellationToken);
    }

    private async Task<(GitRemote Remote, string? Commit)> TryGitAsync(
        string root, GitRemote remote, string? revision, bool isGuess, CancellationToken cancellationToken)
    {
        if (await _git.FindServerAsync(root, TokenOf(remote.Host), isGuess, cancellationToken)
            .ConfigureAwait(false) is not { } server)
        {
            return (remote, null);
        }

        string? commit = await _git.FindCommitAsync(server, revision, cancellationToken).ConfigureAwait(false);
        return commit is not null
            ? (remote with { Server = server }, commit)
            : throw new SkillNotFoundException(
                root,
                SkillAddress.WebRegistry,
                revision is null
                    ? $"The repository {root} has no commits."
                    : $"The repository {root} has no branch or tag '{revision}'. A commit is meant by its whole name, "
                        + $"which has {2 * server.Format.Bytes} digits.");
    }

    private async Task<string?> TryApiAsync(
        GitRemote remote, string? revision, bool isGuess, CancellationToken cancellationToken)
    {
        Uri address = remote.CommitAddress(revision);
        try
        {
            using JsonDocument answer = await client
                .GetJsonAsync(address, TokenOf(address), AddressJson.Default.JsonDocument, cancellationToken)
                .ConfigureAwait(false);
            return remote.ReadCommit(answer.RootElement)
                ?? (isGuess ? null : throw client.Invalid($"{WebClient.Describe(address)} names no commit"));
        }
        catch (WebNotFoundException)
        {
            return null;
        }
        catch (SkillRegistryException e) when (isGuess && e.Code == SkillErrorCodes.RegistryAnswerInvalid)
        {
            return null;
        }
    }

    private GitHostKind? KindOf(Uri uri) =>
        options.Hosts.TryGetValue(uri.Authority, out GitHostKind named)
        || _known.TryGetValue(uri.Authority, out named)
            ? named
            : uri.Host switch
            {
                "gitlab.com" => GitHostKind.GitLab,
                "codeberg.org" or "gitea.com" => GitHostKind.Gitea,
                "bitbucket.org" => GitHostKind.Bitbucket,
                "dev.azure.com" or "git.sr.ht" => GitHostKind.Git,
                _ => null,
            };

    private void Remember(Uri uri, GitHostKind kind)
    {
        if (_known.Count < MaxKnownHosts)
        {
            _known.TryAdd(uri.Authority, kind);
        }
    }

    private static SkillNotFoundException Missing(string root, Uri host, string? revision, GitHostKind[] kinds)
    {
        string at = revision is null ? "" : $", or has no '{revision}'";
        string reason = kinds switch
        {
            [_, _, ..] => $"{root} was not found: {host.Authority} answers neither as GitLab or Gitea nor in Git's "
                + $"protocol over HTTP{at}. Another software is named in "
                + $"{nameof(SkillAddressOptions)}.{nameof(SkillAddressOptions.Hosts)}, and a zip or tar.gz by its "
                + "address.",
            [GitHostKind.Git] => $"{root} was not found: there is no repository that Git's protocol over HTTP reads, "
                + $"or it may not be read with the token that is set{at}.",
            _ => $"The repository {root} was not found, may not be read with the token that is set{at}.",
        };
        return new SkillNotFoundException(root, SkillAddress.WebRegistry, reason);
    }
}
