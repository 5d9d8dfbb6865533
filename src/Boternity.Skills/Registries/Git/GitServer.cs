namespace Boternity.Skills.Registries.Git;

/// <summary>A repository that speaks Git's protocol, as it introduced itself.</summary>
internal sealed record GitServer
{
    /// <summary>Gets the address of the repository, where it was redirected to.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the token for it; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Gets the version of the protocol: 2, or 0.</summary>
    public required int Version { get; init; }

    /// <summary>Gets what it can do, each as <c>name</c> or <c>name=value</c>.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>
    /// Gets its branches and tags, which come with version 0 alone; a tag's commit stands behind <c>^{}</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Refs { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets how its objects are named.</summary>
    public required GitObjectFormat Format { get; init; }

    /// <summary>Whether it can do something.</summary>
    public bool Can(string capability) => ValueOf(capability) is not null;

    /// <summary>What stands behind a capability; empty where nothing does, null where it cannot do it.</summary>
    public string? ValueOf(string capability) => ValueOf(Capabilities, capability);

    /// <summary>The same of capabilities.</summary>
    public static string? ValueOf(IEnumerable<string> capabilities, string capability) => capabilities
        .Where(one => one == capability || one.StartsWith($"{capability}=", StringComparison.Ordinal))
        .Select(one => one.Length == capability.Length ? "" : one[(capability.Length + 1)..])
        .FirstOrDefault();
}
