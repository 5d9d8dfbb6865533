namespace Boternity.Skills.Registries.Git;

/// <summary>
/// Reads how a repository introduces itself: what it can do, and in version 0 its branches and tags.
/// </summary>
internal static class GitAdvertisementReader
{
    /// <summary>The most branches, tags and other refs of a repository.</summary>
    public const int MaxRefs = 200_000;

    private const string NoRefs = "capabilities^{}";

    /// <summary>Reads it.</summary>
    /// <param name="body">The answer to <c>info/refs</c>.</param>
    /// <param name="address">Where the repository is.</param>
    /// <param name="token">The token for it; null for none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">It is none, or of a kind that is not known.</exception>
    public static async Task<GitServer> ReadAsync(
        Stream body, Uri address, string? token, CancellationToken cancellationToken)
    {
        var reader = new GitPacketReader(body);
        GitPacket packet = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (packet.Kind == GitPacketKind.Data && packet.Line == "# service=git-upload-pack")
        {
            GitPacket end = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (end.Kind != GitPacketKind.Flush)
            {
                throw new InvalidDataException("its first section has no end");
            }

            packet = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        int version = 0;
        if (packet.Kind == GitPacketKind.Data && packet.Line is "version 1" or "version 2")
        {
            version = packet.Line == "version 2" ? 2 : 0;
            packet = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        List<string> capabilities = [];
        var refs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (; packet.Kind == GitPacketKind.Data; packet = await reader.ReadAsync(cancellationToken)
            .ConfigureAwait(false))
        {
            string line = packet.Line;
            if (line.StartsWith("ERR ", StringComparison.Ordinal))
            {
                throw new GitRemoteException(line[4..]);
            }

            if (version == 2)
            {
                capabilities.Add(line);
            }
            else
            {
                ReadRef(line, refs, capabilities);
            }

            if (refs.Count + capabilities.Count > MaxRefs)
            {
                throw new InvalidDataException($"it has more than {MaxRefs} branches, tags and other refs");
            }
        }

        string format = GitServer.ValueOf(capabilities, "object-format") ?? GitObjectFormat.Sha1.Name;
        return new GitServer
        {
            Address = address,
            Token = token,
            Version = version,
            Capabilities = capabilities,
            Refs = refs,
            Format = GitObjectFormat.Find(format)
                ?? throw new InvalidDataException("the names of its objects are of a kind that is not known"),
        };
    }

    // gitprotocol-pack, "Reference Discovery": the first one has the capabilities behind a NUL.
    private static void ReadRef(string line, Dictionary<string, string> refs, List<string> capabilities)
    {
        int end = line.IndexOf('\0', StringComparison.Ordinal);
        if (end >= 0)
        {
            capabilities.AddRange(line[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            line = line[..end];
        }

        if (line.StartsWith("shallow ", StringComparison.Ordinal))
        {
            return;
        }

        int space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0)
        {
            throw new InvalidDataException("a line has neither a ref nor a capability");
        }

        if (line[(space + 1)..] is not NoRefs and var name)
        {
            refs[name] = line[..space];
        }
    }
}
