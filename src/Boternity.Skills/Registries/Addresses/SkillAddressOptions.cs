using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.Addresses;

/// <summary>
/// What references may be addresses and paths, and how they are read. Skills that come so have no rule of their own:
/// the default trust policy takes them as untrusted.
/// </summary>
public sealed class SkillAddressOptions : HttpRegistryOptions
{
    /// <summary>Gets or sets which references that are no names are taken.</summary>
    /// <value><see cref="SkillAddressKinds.All"/>.</value>
    public SkillAddressKinds Allowed { get; set; } = SkillAddressKinds.All;

    /// <summary>Gets hosts, with a port other than 443, whose software is not known by their name.</summary>
    /// <value>
    /// Empty; gitlab.com, codeberg.org, gitea.com, bitbucket.org, dev.azure.com and git.sr.ht are known, and others are
    /// asked: whether they are GitLab, Gitea, and last by Git's own protocol.
    /// </value>
    public IDictionary<string, GitHostKind> Hosts { get; } =
        new Dictionary<string, GitHostKind>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Gets tokens for hosts, with a port other than 443. Each is sent to its host only, and never logged. In Git's
    /// protocol it is the password of the user <c>git</c>; <c>user:token</c> names another.
    /// </summary>
    /// <value>Empty: requests are anonymous.</value>
    public IDictionary<string, string> Tokens { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Gets hosts that may be at addresses of this machine or of a private network. All others must be at public ones,
    /// so that who may paste an address cannot reach into the host's network.
    /// </summary>
    /// <value>Empty.</value>
    public ISet<string> PrivateHosts { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>References that are no names.</summary>
[Flags]
public enum SkillAddressKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Addresses of repositories and archives.</summary>
    Web = 1,

    /// <summary>Folders and archives of this machine.</summary>
    Files = 2,

    /// <summary>All of them.</summary>
    All = Web | Files,
}
