using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>
/// What a person types to mean a skill: <c>name</c>, <c>registry/name</c>, <c>registry:name</c>, <c>owner/repo</c>,
/// <c>owner/repo/path</c> or <c>owner/repo@name</c>, each with an optional <c>#ref</c> (branch, tag or commit); or the
/// address of a repository or of a folder of one on GitHub, GitLab, Gitea, Bitbucket or any host of Git, of a zip or
/// tar.gz, or of a site that publishes skills (<c>https://example.com//name</c>, <c>well-known:example.com@name</c>);
/// or the path of a folder or an archive of this machine, which begins with <c>./</c>, <c>../</c>, <c>~/</c>, <c>/</c>
/// or a drive; or an artefact, <c>oci://host/repository</c> with <c>:tag</c> or <c>@sha256:…</c>. Where registries have
/// versions, <c>registry:name@version</c> names one.
/// </summary>
public sealed record SkillReference
{
    /// <summary>The most characters in a reference.</summary>
    public const int MaxLength = 1_024;

    private readonly SkillAddress? _address;
    private readonly bool _refMayContinueInPath;

    private SkillReference(
        string text,
        string? registry,
        IReadOnlyList<string> segments,
        string? name,
        string? gitRef,
        SkillAddress? address = null,
        bool refMayContinueInPath = false)
    {
        Text = text;
        Registry = registry;
        Segments = ValueList.Of(segments);
        Name = name;
        Ref = gitRef;
        _address = address;
        _refMayContinueInPath = refMayContinueInPath;
    }

    /// <summary>Gets the reference as it was typed, without white space around it.</summary>
    public string Text { get; }

    /// <summary>Gets the registry before a colon, as messages print it; null where there is none.</summary>
    public string? Registry { get; }

    /// <summary>Gets the parts between slashes, before <c>@</c> and <c>#</c>.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>
    /// Gets the address of a repository, an archive or a site, or a path of this machine; null where it is a name, or a
    /// repository on GitHub. Who may type one can make this machine read it.
    /// </summary>
    public string? Address => _address?.Root;

    /// <summary>Gets the part after <c>@</c>; null where there is none.</summary>
    public string? Name { get; }

    /// <summary>Gets the part after <c>#</c>; null where there is none.</summary>
    public string? Ref { get; }

    /// <summary>Reads a reference.</summary>
    /// <exception cref="SkillRegistryException">It is not one
    /// (<see cref="SkillErrorCodes.ReferenceInvalid"/>).</exception>
    public static SkillReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out SkillReference? reference) is { } problem
            ? throw new SkillRegistryException(
                SkillErrorCodes.ReferenceInvalid, null, $"'{Shorten(text)}' is not a skill reference: {problem}")
            : reference!;
    }

    /// <summary>The reference of an address or a path, as it would be typed.</summary>
    internal static SkillReference Of(SkillAddress address)
    {
        string path = address.Path is null ? "" : $"//{address.Path}";
        string name = address.Name is null ? "" : $"@{address.Name}";
        string revision = address.Ref is null ? "" : $"#{address.Ref}";
        return new SkillReference(
            $"{address.Root}{path}{name}{revision}",
            address.IsLocal ? SkillAddress.FileRegistry : SkillAddress.WebRegistry,
            [],
            address.Name,
            address.Ref,
            address);
    }

    /// <summary>Reads a reference; false when it is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SkillReference? reference)
    {
        reference = null;
        return text is not null && Read(text, out reference) is null;
    }

    /// <summary>
    /// Tells the parts apart: a first part that names one of the registries means that registry; else two parts are
    /// a repository.
    /// </summary>
    /// <param name="registryNames">The names of the registries, compared without regard to case.</param>
    public SkillQuery ToQuery(IEnumerable<string> registryNames)
    {
        ArgumentNullException.ThrowIfNull(registryNames);
        if (_address is { } address)
        {
            return new SkillQuery
            {
                Registry = Registry,
                Address = address.Root,
                Path = address.Path,
                Name = Name,
                Ref = Ref,
                RefMayContinueInPath = _refMayContinueInPath,
            };
        }

        if (Registry is not null && Segments.Count == 0)
        {
            return new SkillQuery { Registry = Registry, Ref = Ref };
        }

        bool isNamed = Registry is not null;
        string? registry = isNamed ? Registry : Segments.Count > 1
            ? registryNames.FirstOrDefault(name => string.Equals(name, Segments[0], StringComparison.OrdinalIgnoreCase))
            : null;
        string[] rest = [.. Segments.Skip(registry is null || isNamed ? 0 : 1)];
        var query = new SkillQuery
        {
            Registry = registry,
            Ref = Ref,
            Name = Name,
            RefMayContinueInPath = _refMayContinueInPath,
        };
        return rest.Length == 1
            ? query with { Name = rest[0] }
            : query with
            {
                Repository = $"{rest[0]}/{rest[1]}",
                Path = rest.Length > 2 ? string.Join('/', rest[2..]) : null,
            };
    }

    /// <summary>The reference as it was typed.</summary>
    public override string ToString() => Text;

    private static string? Read(string text, out SkillReference? reference)
    {
        reference = null;
        text = text.Trim();
        if (text.Length is 0 or > MaxLength)
        {
            return $"it has {text.Length} characters; 1 to {MaxLength} are allowed.";
        }

        if (text.Any(char.IsControl))
        {
            return "it contains a control character.";
        }

        if (SkillAddress.Read(text, out SkillAddress? address, out string? gitHub) is { } problem)
        {
            return problem;
        }

        if (address is not null)
        {
            reference = new SkillReference(
                text,
                address.IsLocal ? SkillAddress.FileRegistry
                    : OciAddress.Is(address.Root) ? null
                    : SkillAddress.WebRegistry,
                [],
                address.Name,
                address.Ref,
                address,
                address.RefMayContinueInPath);
            return null;
        }

        string rest = gitHub ?? text;
        string? registry = gitHub is null ? SplitRegistry(ref rest) : null;
        if (registry is not null && rest.StartsWith('@'))
        {
            // An owner as catalogues write it: @owner/name.
            rest = rest[1..];
        }

        if (!TrySplit(ref rest, '#', out string? gitRef) || !TrySplit(ref rest, '@', out string? name))
        {
            return "nothing follows '#' or '@'.";
        }

        string[] segments = registry is not null && rest.Length == 0 ? [] : rest.Split('/');
        if (segments.Any(segment => segment is "" or "." or ".." || segment.Contains('\\', StringComparison.Ordinal)))
        {
            return "a part is empty, '.', '..' or contains a backslash.";
        }

        if (name is not null && gitRef is null && registry is not null && segments.Length == 1)
        {
            (gitRef, name) = (name, null);
        }

        if (name is not null && segments.Length < 2)
        {
            return $"'@' follows owner/repo. A version is a branch, a tag or a commit: '{segments[0]}#{name}'.";
        }

        // A fragment says where the ref ends.
        bool mayContinue = gitHub is not null && gitRef is not null && segments.Length > 2 && !text.Contains('#');
        reference = new SkillReference(text, registry, segments, name, gitRef, null, mayContinue);
        return null;
    }

    // A registry's name holds neither a slash nor white space; a skill's name may hold a colon after either.
    private static string? SplitRegistry(ref string text)
    {
        int colon = text.IndexOfAny([':', '/', ' ', '@', '#']);
        if (colon <= 0 || text[colon] != ':' || text.AsSpan(colon + 1).StartsWith(" "))
        {
            return null;
        }

        string registry = text[..colon];
        text = text[(colon + 1)..];
        return registry;
    }

    private static bool TrySplit(ref string text, char separator, out string? after)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        after = at < 0 ? null : text[(at + 1)..];
        text = at < 0 ? text : text[..at];
        return after is not "";
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}…";
}
