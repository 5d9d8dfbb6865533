namespace Boternity.Skills;

/// <summary>
/// What a person pastes that is no name: the address of a repository, of a folder of one, of an archive, or of a site
/// that publishes skills, or a path of this machine. Written as <c>root//path#revision</c>.
/// </summary>
internal sealed record SkillAddress
{
    /// <summary>The registry that answers for addresses.</summary>
    public const string WebRegistry = "web";

    /// <summary>The registry that answers for paths of this machine.</summary>
    public const string FileRegistry = "file";

    private const string Https = "https://";
    private const string SitePrefix = "well-known:";
    private const string WellKnown = ".well-known";
    private const string DigestPrefix = "sha256:";
    private const string GitEnding = ".git";

    private static readonly string[] ArchiveEndings = [".zip", ".tar.gz", ".tgz", ".skill"];

    private static readonly string[] KnownHosts =
        ["github.com", "gitlab.com", "codeberg.org", "gitea.com", "bitbucket.org"];

    /// <summary>
    /// Gets the address of the repository, without <c>.git</c> but where it has one part alone, of the archive, or of
    /// the site; or the path of a folder or an archive.
    /// </summary>
    public required string Root { get; init; }

    /// <summary>Gets the folder inside; null where none was named.</summary>
    public string? Path { get; init; }

    /// <summary>Gets the skill's name, after <c>@</c>; null where none was given.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Gets the branch, tag or commit, or the SHA-256 of an archive or of a skill of a site; null where none was named.
    /// </summary>
    public string? Ref { get; init; }

    /// <summary>
    /// Gets a value indicating whether the branch may go on in the path: its name can have slashes, too.
    /// </summary>
    public bool RefMayContinueInPath { get; init; }

    /// <summary>Gets a value indicating whether it is a path of this machine.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whether a repository of a source is an address or a path, and not <c>owner/repo</c>.</summary>
    public static bool IsRoot(string? repository) =>
        repository is not null
        && (repository.Contains("://", StringComparison.Ordinal) || IsRooted(repository));

    /// <summary>Whether the name of an archive ends as archives do.</summary>
    public static bool IsArchive(string path) =>
        Array.Exists(ArchiveEndings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether an address is that of a site that may publish skills: it has too few parts for a repository, or ends
    /// with <c>.well-known</c>.
    /// </summary>
    public static bool IsSite(Uri root) =>
        !IsArchive(root.AbsolutePath)
        && root.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is { } parts
        && (parts.Length < 2 || parts[^1] == WellKnown)
        && !(parts is [var only] && IsRepositoryName(only));

    /// <summary>
    /// The last part of a root, without what the name of an archive or of a repository ends with: what a skill at the
    /// top is called.
    /// </summary>
    public static string NameOf(string root)
    {
        string name = root[(root.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/');
        string? ending = Array.Find(
            [.. ArchiveEndings, GitEnding], end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        return ending is null ? name : name[..^ending.Length];
    }

    /// <summary>Reads an address.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="address">Gets the address; null where it is something else, or one on GitHub.</param>
    /// <param name="gitHub">Gets <c>owner/repo/path#ref</c> where it is one on GitHub.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public static string? Read(string text, out SkillAddress? address, out string? gitHub)
    {
        address = null;
        gitHub = null;
        if (OciAddress.Is(text))
        {
            return OciAddress.Read(text, out address);
        }

        if (text.StartsWith("file://", StringComparison.OrdinalIgnoreCase))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? file) || !file.IsFile || file.IsUnc)
            {
                return "it is no address of a file on this machine.";
            }

            text = file.LocalPath;
        }

        if (IsPath(text))
        {
            address = ReadPath(text);
            return null;
        }

        if (text.StartsWith(SitePrefix, StringComparison.OrdinalIgnoreCase))
        {
            return ReadSite(text[SitePrefix.Length..], out address);
        }

        string? remote = ToHttps(text);
        return remote is null ? null : ReadRemote(remote, out address, out gitHub);
    }

    private static bool IsPath(string text) =>
        text is "." or ".." or "~"
        || text.StartsWith("./", StringComparison.Ordinal)
        || text.StartsWith("../", StringComparison.Ordinal)
        || text.StartsWith("~/", StringComparison.Ordinal)
        || text.StartsWith(@".\", StringComparison.Ordinal)
        || text.StartsWith(@"..\", StringComparison.Ordinal)
        || IsRooted(text);

    private static bool IsRooted(string text) =>
        text.StartsWith('/')
        || (text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is '\\' or '/');

    private static SkillAddress ReadPath(string text)
    {
        string? digest = null;
        int mark = text.LastIndexOf('#');
        if (mark > 0
            && text.Length - mark - 1 == 64
            && text[(mark + 1)..].All(char.IsAsciiHexDigitLower))
        {
            digest = text[(mark + 1)..];
            text = text[..mark];
        }

        int inner = text.IndexOf("//", 1, StringComparison.Ordinal);
        return new SkillAddress
        {
            Root = inner < 0 ? text : text[..inner],
            Path = inner < 0 || inner + 2 == text.Length ? null : text[(inner + 2)..],
            Ref = digest,
            IsLocal = true,
        };
    }

    // git@host:path, ssh://git@host/path, git+https://host/path and host/path of the large hosts are repositories, too.
    private static string? ToHttps(string text)
    {
        if (text.StartsWith("git+", StringComparison.OrdinalIgnoreCase))
        {
            text = text[4..];
        }

        if (text.StartsWith("git@", StringComparison.Ordinal)
            && text.IndexOf(':', StringComparison.Ordinal) is > 4 and var colon)
        {
            return $"{Https}{text[4..colon]}/{text[(colon + 1)..].TrimStart('/')}";
        }

        if (text.StartsWith("ssh://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(text, UriKind.Absolute, out Uri? ssh))
        {
            return $"{Https}{ssh.Host}{ssh.AbsolutePath}{ssh.Fragment}";
        }

        return text.Contains("://", StringComparison.Ordinal) ? text
            : Array.Exists(KnownHosts, host => text.StartsWith($"{host}/", StringComparison.OrdinalIgnoreCase))
                ? Https + text
                : null;
    }

    private static string? ReadRemote(string text, out SkillAddress? address, out string? gitHub)
    {
        address = null;
        gitHub = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            return "of addresses, those that begin with https:// are references.";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "an address must not hold credentials; a token is set in the options.";
        }

        string path = Uri.UnescapeDataString(uri.AbsolutePath);
        string? inner = null;
        int split = path.IndexOf("//", StringComparison.Ordinal);
        if (split > 0 || (split == 0 && !IsKnownHost(uri)))
        {
            inner = path[(split + 2)..];
            path = path[..split];
        }

        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Concat((inner ?? "").Split('/'))
            .Any(part => part is "." or ".." || part.Contains('\\', StringComparison.Ordinal)))
        {
            return "a part is '.', '..' or contains a backslash.";
        }

        string? revision = uri.Fragment.Length > 1 ? Uri.UnescapeDataString(uri.Fragment[1..]) : null;
        if (IsArchive(path))
        {
            if (uri.Query.Length > 0)
            {
                return "the address of an archive must not have a query, which may hold a token, and sources are "
                    + "logged; download it, and name the file.";
            }

            address = new SkillAddress
            {
                Root = uri.GetLeftPart(UriPartial.Authority) + path,
                Path = string.IsNullOrEmpty(inner) ? null : inner,
                Ref = revision,
            };
            return null;
        }

        if (FindSite(uri, parts) is { } site)
        {
            address = SiteOf(uri, site.Above, site.Below, inner, revision);
            return null;
        }

        string host = uri.IdnHost.StartsWith("www.", StringComparison.Ordinal) ? uri.IdnHost[4..] : uri.IdnHost;
        return host is "github.com" or "raw.githubusercontent.com"
            ? ReadGitHub(parts, host != "github.com", inner, revision, out gitHub)
            : ReadRepository(uri, parts, inner, revision, out address);
    }

    private static string? ReadGitHub(
        string[] parts, bool isRaw, string? inner, string? fragment, out string? gitHub)
    {
        gitHub = null;
        if (parts.Length < 2)
        {
            return "the address names no repository.";
        }

        (string repository, string? name) = SplitName(parts[1]);
        repository = DropGit(repository);
        string[] rest = isRaw ? ["raw", .. parts[2..]] : parts[2..];
        if (rest.Length > 0 && (rest[0] is not ("tree" or "blob" or "raw") || rest.Length < 2))
        {
            return "the address is neither a repository nor a folder of one (/tree/…).";
        }

        // raw.githubusercontent.com/owner/repo/refs/heads/main/…
        int named = rest is [_, "refs", "heads" or "tags", ..] ? 3 : 1;
        string? revision = rest.Length > named ? rest[named] : null;
        string[] folder = rest.Length > named + 1 ? rest[(named + 1)..] : [];
        folder = DropManifest([.. folder, .. (inner ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)]);
        revision ??= fragment is not null && !fragment.StartsWith("readme", StringComparison.OrdinalIgnoreCase)
            ? fragment
            : null;
        gitHub = string.Join('/', [parts[0], repository, .. folder])
            + (name is null ? "" : $"@{name}")
            + (revision is null ? "" : $"#{revision}");
        return null;
    }

    private static string? ReadRepository(
        Uri uri, string[] parts, string? inner, string? fragment, out SkillAddress? address)
    {
        address = null;

        // GitLab: /-/tree/ref/path. Gitea: /src/branch/ref/path. Bitbucket: /src/ref/path.
        int at = Array.FindIndex(parts, part => part is "-");
        (int end, int revisionAt) = at >= 0 ? (at, at + 2)
            : parts is [_, _, "src" or "raw", "branch" or "tag" or "commit", _, ..] ? (2, 4)
            : parts is [_, _, "src" or "raw", _, ..] ? (2, 3)
            : (parts.Length, parts.Length);
        bool isOnePart = parts is [var only] && !IsKnownHost(uri) && IsRepositoryName(SplitName(only).Part);
        if ((end < 2 && !isOnePart) || (at >= 0 && parts[(at + 1)..] is not ["tree" or "blob" or "raw", _, ..]))
        {
            return "the address is neither a repository (https://host/owner/repo, https://host/repo.git), nor a folder "
                + "of one, nor an archive (.zip, .tar.gz).";
        }

        (string last, string? name) = SplitName(parts[end - 1]);
        last = isOnePart ? last : DropGit(last);
        string[] folder = revisionAt + 1 < parts.Length ? parts[(revisionAt + 1)..] : [];
        folder = DropManifest([.. folder, .. (inner ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)]);
        address = new SkillAddress
        {
            Root = $"{uri.GetLeftPart(UriPartial.Authority)}/{string.Join('/', [.. parts[..(end - 1)], last])}",
            Path = folder.Length == 0 ? null : string.Join('/', folder),
            Name = name,
            Ref = revisionAt < parts.Length ? parts[revisionAt] : fragment,
            RefMayContinueInPath = revisionAt + 1 < parts.Length,
        };
        return null;
    }

    // "well-known:" and a host, with a path, a skill after @ or //, and a digest, as they stand in an address.
    private static string? ReadSite(string text, out SkillAddress? address)
    {
        address = null;
        string? name = null;
        int at = text.LastIndexOf('@');
        if (at > 0)
        {
            int end = text.IndexOf('#', at) is > 0 and var mark ? mark : text.Length;
            name = text[(at + 1)..end];
            text = text[..at] + text[end..];
        }

        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = Https + text;
        }

        if (name is "" || ReadRemote(text, out SkillAddress? site, out _) is not null || site is null
            || !IsSite(new Uri(site.Root)))
        {
            return $"'{SitePrefix}' is followed by a site, such as example.com, and by @ and a skill if wanted.";
        }

        address = name is null ? site : site with { Name = name };
        return null;
    }

    // The parts of an address above .well-known, and below agent-skills or skills; null where it is no site's.
    private static (string[] Above, string[] Below)? FindSite(Uri uri, string[] parts)
    {
        int at = Array.IndexOf(parts, WellKnown);
        if (at >= 0)
        {
            return parts.Length == at + 1 ? (parts[..at], [])
                : parts[at + 1] is "agent-skills" or "skills" ? (parts[..at], parts[(at + 2)..])
                : null;
        }

        return IsKnownHost(uri) || parts.Length > 1 || (parts is [var only] && IsRepositoryName(SplitName(only).Part))
                ? null
                : (parts, []);
    }

    private static SkillAddress SiteOf(Uri uri, string[] above, string[] rest, string? inner, string? fragment)
    {
        string? name = null;
        if (above is [.., var last] && rest.Length == 0 && last.Contains('@', StringComparison.Ordinal))
        {
            (string part, name) = SplitName(last);
            above = part.Length == 0 ? above[..^1] : [.. above[..^1], part];
        }

        string root = string.Join(
            '/', [uri.GetLeftPart(UriPartial.Authority), .. above, .. above.Length < 2 ? (string[])[] : [WellKnown]]);
        string? skill = rest is [] or ["index.json"] ? null : rest[0];
        string digest = fragment?.StartsWith(DigestPrefix, StringComparison.Ordinal) is true
            ? fragment[DigestPrefix.Length..]
            : fragment ?? "";
        return new SkillAddress
        {
            Root = root,
            Path = string.IsNullOrEmpty(inner) ? skill : inner,
            Name = name,
            // The address of a page may have any fragment.
            Ref = digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower) ? digest : null,
        };
    }

    private static bool IsKnownHost(Uri uri)
    {
        string host = uri.IdnHost.StartsWith("www.", StringComparison.Ordinal) ? uri.IdnHost[4..] : uri.IdnHost;
        return host == "raw.githubusercontent.com" || KnownHosts.Contains(host, StringComparer.OrdinalIgnoreCase);
    }

    private static string[] DropManifest(string[] folder) =>
        folder is [.., SkillPackage.ManifestFileName] ? folder[..^1] : folder;

    private static bool IsRepositoryName(string part) =>
        part.Length > GitEnding.Length && part.EndsWith(GitEnding, StringComparison.OrdinalIgnoreCase);

    private static string DropGit(string repository) =>
        IsRepositoryName(repository) ? repository[..^GitEnding.Length] : repository;

    private static (string Part, string? Name) SplitName(string part)
    {
        int at = part.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? (part, null) : (part[..at], at + 1 == part.Length ? null : part[(at + 1)..]);
    }
}
