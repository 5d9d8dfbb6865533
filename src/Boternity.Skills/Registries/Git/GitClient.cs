using System.Text;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.Git;

/// <summary>
/// Reads repositories by Git's own protocol over HTTP (gitprotocol-http): version 2, and version 0 where a server knows
/// no other. One commit is fetched, without its history.
/// </summary>
internal sealed class GitClient(WebClient client, HttpRegistryOptions options)
{
    private const string Service = "/info/refs?service=git-upload-pack";
    private const string AdvertisementType = "application/x-git-upload-pack-advertisement";
    private const string RequestType = "application/x-git-upload-pack-request";
    private const string ResultType = "application/x-git-upload-pack-result";
    private const string Ending = ".git";
    private const string Head = "HEAD";
    private const string SideBand = "side-band-64k";

    // Hosts take any, and look at the token alone.
    private const string AnyUser = "git";

    // A pack is held in memory.
    private const long MaxPackBytes = 1024L * 1024 * 1024;

    // An object's name and a tab, as the file begins that servers give who do not speak the protocol.
    private const int DumbBytes = 41;

    private const int MaxOtherBytes = 64 * 1024;

    private static readonly (string Name, string Value) Version2 = ("Git-Protocol", "version=2");

    private readonly ArchiveLimits _limits = new() { MaxBytes = options.MaxArchiveBytes };

    /// <summary>Asks an address whether there is a repository.</summary>
    /// <param name="root">The address, with <c>.git</c> or without.</param>
    /// <param name="token">
    /// The token for its host, behind a user and a colon if the host wants one; null for none.
    /// </param>
    /// <param name="isGuess">Whether the host may be of another kind, and answer anything.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="SkillRegistryException">The server could not be reached, refused, or answered with what cannot
    /// be understood.</exception>
    public async Task<GitServer?> FindServerAsync(
        string root, string? token, bool isGuess, CancellationToken cancellationToken)
    {
        bool isOther = false;
        string[] candidates = root.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)
            ? [root]
            : [root + Ending, root];
        foreach (string candidate in candidates)
        {
            var request = new WebRequest
            {
                Address = new Uri(candidate + Service),
                Accept = $"{AdvertisementType}, */*;q=0.5",
                Header = Version2,
                Token = SecretOf(token),
                User = UserOf(token),
                MaxBytes = WebClient.MaxJsonBytes,
            };
            try
            {
                if (await client
                    .SendAsync(
                        request,
                        (response, body, stop) => ReadServerAsync(response, body, request, token, stop),
                        cancellationToken)
                    .ConfigureAwait(false) is { } server)
                {
                    return server;
                }

                isOther = true;
            }
            catch (WebNotFoundException)
            {
                // The other spelling of it may be there.
            }
        }

        return isOther && !isGuess
            ? throw client.Invalid($"{WebClient.Describe(new Uri(root))} answers, but not in Git's protocol")
            : null;
    }

    /// <summary>The commit of a branch, a tag or a commit; null means the default branch.</summary>
    /// <returns>Null where the repository has none of that name.</returns>
    public async Task<string?> FindCommitAsync(
        GitServer server, string? revision, CancellationToken cancellationToken)
    {
        if (revision is not null && server.Format.IsName(revision))
        {
            return revision.ToLowerInvariant();
        }

        // The order of git clone --branch.
        string[] names = revision is null ? [Head] : [$"refs/heads/{revision}", $"refs/tags/{revision}"];
        IReadOnlyDictionary<string, string> refs = server.Version == 2
            ? await ListAsync(server, names, cancellationToken).ConfigureAwait(false)
            : server.Refs;
        string? found = names
            .Select(name => refs.GetValueOrDefault($"{name}^{{}}") ?? refs.GetValueOrDefault(name))
            .FirstOrDefault(static name => name is not null);
        return found is null ? null
            : server.Format.IsName(found) ? found.ToLowerInvariant()
            : throw Invalid(server, "a branch or tag has no commit");
    }

    /// <summary>Fetches a commit, and reads it as a tar.gz with one folder around everything.</summary>
    /// <exception cref="WebNotFoundException">The server does not give the commit.</exception>
    /// <exception cref="SkillRegistryException">The server could not be reached, refused, or answered with what cannot
    /// be understood.</exception>
    public Task<T> FetchAsync<T>(
        GitServer server,
        string commit,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        long maxBytes = Math.Min(options.MaxDownloadBytes, MaxPackBytes);
        WebRequest request = RequestOf(server, FetchOf(server, commit), maxBytes) with { Progress = progress };
        return PostAsync(server, request, ReadAsync, cancellationToken);

        async ValueTask<T> ReadAsync(GitPacketReader answer, CancellationToken stop)
        {
            MemoryStream bytes = await ReadPackAsync(server, answer, stop).ConfigureAwait(false);
            await answer.DrainAsync(stop).ConfigureAwait(false);
            var pack = GitPack.Read(bytes.GetBuffer(), (int)bytes.Length, server.Format, _limits, stop);
            return await GitArchive
                .ReadAsync(pack, commit, server.Format, _limits, readAsync, stop)
                .ConfigureAwait(false);
        }
    }

    private async ValueTask<GitServer?> ReadServerAsync(
        HttpResponseMessage response,
        Stream body,
        WebRequest request,
        string? token,
        CancellationToken cancellationToken)
    {
        // Where a redirect led to is where the repository is, but a token stays with the host that it is for.
        Uri place = response.RequestMessage?.RequestUri ?? request.Address;
        if (!place.AbsoluteUri.EndsWith(Service, StringComparison.Ordinal))
        {
            return null;
        }

        if (response.Content.Headers.ContentType?.MediaType != AdvertisementType)
        {
            string text = await ReadOtherAsync(body, cancellationToken).ConfigureAwait(false);
            return text.Length == DumbBytes && text[^1] == '\t' && GitObjectFormat.Sha1.IsName(text[..^1])
                ? throw new SkillRegistryException(
                    SkillErrorCodes.RegistryAnswerInvalid,
                    options.Name,
                    $"{WebClient.Describe(request.Address)} is a repository as files (Git's \"dumb\" protocol), which "
                        + "is not read. Its owner can serve it with git http-backend, or as a zip or tar.gz.")
                : null;
        }

        var address = new Uri(place.AbsoluteUri[..^Service.Length]);
        bool isSameHost = address.GetLeftPart(UriPartial.Authority)
            == request.Address.GetLeftPart(UriPartial.Authority);
        try
        {
            return await GitAdvertisementReader
                .ReadAsync(body, address, isSameHost ? token : null, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw client.Invalid($"{WebClient.Describe(request.Address)}: {e.Message}");
        }
        catch (GitRemoteException e)
        {
            throw client.Invalid($"{WebClient.Describe(request.Address)} says '{PackageErrors.Show(e.Message)}'");
        }
    }

    // The beginning of what is not Git's. It is read on, to tell it from an answer of Git's that was cut.
    private static async ValueTask<string> ReadOtherAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[MaxOtherBytes];
        int length = await body
            .ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return Encoding.Latin1.GetString(bytes, 0, Math.Min(length, DumbBytes));
    }

    private Task<IReadOnlyDictionary<string, string>> ListAsync(
        GitServer server, string[] names, CancellationToken cancellationToken)
    {
        GitPacketWriter question = Begin(server, "ls-refs").Line("peel");
        foreach (string name in names)
        {
            question.Line($"ref-prefix {name}");
        }

        WebRequest request = RequestOf(server, question.Flush().ToArray(), WebClient.MaxJsonBytes);
        return PostAsync(server, request, ReadAsync, cancellationToken);

        // "<object> <name>", and behind it " symref-target:…" and " peeled:<object>".
        static async ValueTask<IReadOnlyDictionary<string, string>> ReadAsync(
            GitPacketReader answer, CancellationToken stop)
        {
            var refs = new Dictionary<string, string>(StringComparer.Ordinal);
            while (await answer.ReadAsync(stop).ConfigureAwait(false) is { Kind: GitPacketKind.Data } packet)
            {
                string[] parts = LineOf(packet).Split(' ');
                if (parts.Length < 2 || refs.Count >= GitAdvertisementReader.MaxRefs)
                {
                    throw new InvalidDataException("its branches and tags are too many, or not as they should be");
                }

                refs[parts[1]] = parts[0];
                if (parts.FirstOrDefault(part => part.StartsWith("peeled:", StringComparison.Ordinal)) is { } peeled)
                {
                    refs[$"{parts[1]}^{{}}"] = peeled["peeled:".Length..];
                }
            }

            return refs;
        }
    }

    private async Task<T> PostAsync<T>(
        GitServer server,
        WebRequest request,
        Func<GitPacketReader, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, ReadAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (GitRemoteException e)
        {
            throw e.Message.Contains("not our ref", StringComparison.Ordinal)
                ? new WebNotFoundException($"{WebClient.Describe(server.Address)} does not give that commit")
                : Invalid(server, $"the server says '{PackageErrors.Show(e.Message)}'");
        }

        async ValueTask<T> ReadAsync(HttpResponseMessage response, Stream body, CancellationToken stop)
        {
            if (response.Content.Headers.ContentType?.MediaType != ResultType)
            {
                await ReadOtherAsync(body, stop).ConfigureAwait(false);
                throw Invalid(server, "it is not of the type of Git's answers");
            }

            try
            {
                return await readAsync(new GitPacketReader(body), stop).ConfigureAwait(false);
            }
            catch (InvalidDataException e)
            {
                throw Invalid(server, e.Message);
            }
        }
    }

    private static WebRequest RequestOf(GitServer server, byte[] question, long maxBytes) => new()
    {
        Address = new Uri(server.Address.AbsoluteUri + "/git-upload-pack"),
        Accept = ResultType,
        Header = server.Version == 2 ? Version2 : null,
        Token = SecretOf(server.Token),
        User = UserOf(server.Token),
        Body = new WebRequestBody(RequestType, question),
        MaxBytes = maxBytes,
    };

    private static GitPacketWriter Begin(GitServer server, string command)
    {
        GitPacketWriter question = new GitPacketWriter().Line($"command={command}");
        if (server.Can("object-format"))
        {
            question.Line($"object-format={server.Format.Name}");
        }

        return question.Delimiter();
    }

    // Version 2: gitprotocol-v2, "fetch". Version 0: gitprotocol-pack, "Packfile Negotiation". Differences to objects
    // that are not in the pack ("thin-pack") are not asked for.
    private byte[] FetchOf(GitServer server, string commit)
    {
        if (server.Version == 2)
        {
            GitPacketWriter question = Begin(server, "fetch").Line("no-progress").Line("ofs-delta");
            if (server.ValueOf("fetch")?.Split(' ').Contains("shallow", StringComparer.Ordinal) is true)
            {
                question.Line("deepen 1");
            }

            return question.Line($"want {commit}").Line("done").Flush().ToArray();
        }

        if (!server.Can(SideBand))
        {
            throw Invalid(server, $"it cannot do '{SideBand}'");
        }

        string[] wanted = ["ofs-delta", "no-progress"];
        string format = server.Can("object-format") ? $" object-format={server.Format.Name}" : "";
        GitPacketWriter old = new GitPacketWriter().Line(
            $"want {commit} {SideBand} {string.Join(' ', wanted.Where(server.Can))}{format}");
        return (server.Can("shallow") ? old.Line("deepen 1") : old).Flush().Line("done").ToArray();
    }

    private static async ValueTask<MemoryStream> ReadPackAsync(
        GitServer server, GitPacketReader answer, CancellationToken cancellationToken)
    {
        await SkipToPackAsync(server, answer, cancellationToken).ConfigureAwait(false);
        var pack = new MemoryStream();
        while (await answer.ReadAsync(cancellationToken).ConfigureAwait(false) is { Kind: GitPacketKind.Data } packet)
        {
            // gitprotocol-pack, "Packfile Data": the first byte says what follows.
            switch (packet.Content.Span is [var band, ..] ? band : 0)
            {
                case 1:
                    pack.Write(packet.Content.Span[1..]);
                    break;
                case 2:
                    break;
                case 3:
                    throw new GitRemoteException(Encoding.UTF8.GetString(packet.Content.Span[1..]).Trim());
                default:
                    throw new InvalidDataException("a part of the pack is of a kind that is not known");
            }
        }

        return pack;
    }

    private static async ValueTask SkipToPackAsync(
        GitServer server, GitPacketReader answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            GitPacket packet = await answer.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (packet.Kind == GitPacketKind.ResponseEnd || (packet.Kind == GitPacketKind.Flush && server.Version == 2))
            {
                throw new InvalidDataException("it has no pack");
            }

            if (packet.Kind != GitPacketKind.Data)
            {
                continue;
            }

            string line = LineOf(packet);
            if (line == (server.Version == 2 ? "packfile" : "NAK")
                || (server.Version != 2 && line.StartsWith("ACK ", StringComparison.Ordinal)))
            {
                return;
            }

            if (line != "shallow-info" && line.Split(' ')[0] is not ("shallow" or "unshallow"))
            {
                throw new InvalidDataException("it has a section that is not known");
            }
        }
    }

    private static string LineOf(GitPacket packet)
    {
        string line = packet.Line;
        return line.StartsWith("ERR ", StringComparison.Ordinal) ? throw new GitRemoteException(line[4..]) : line;
    }

    private SkillRegistryException Invalid(GitServer server, string problem) =>
        client.Invalid($"{WebClient.Describe(server.Address)}: {problem}");

    private static string? SecretOf(string? token) => token?[(token.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static string? UserOf(string? token) => token is null ? null
        : token.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? token[..colon]
        : AnyUser;
}
