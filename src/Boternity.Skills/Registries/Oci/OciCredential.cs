namespace Boternity.Skills.Registries.Oci;

/// <summary>
/// Who reads an OCI registry. It is sent to the registry's host, and to the server of its tokens, and to no other;
/// never logged.
/// </summary>
public sealed class OciCredential
{
    /// <summary>Gets or sets the user's name; registries that take a token alone ignore it.</summary>
    /// <value>Empty.</value>
    public string UserName { get; set; } = "";

    /// <summary>Gets or sets the password, or the token that stands for it. Required.</summary>
    public string Password { get; set; } = "";

    /// <summary>
    /// Gets or sets the host, with a port other than 443, of the server that gives tokens for the registry, where that
    /// is another than the registry's own. A registry that names yet another server is not given the credentials for
    /// it.
    /// </summary>
    /// <value>Null: the registry's own host; for docker.io and registry.gitlab.com their known ones.</value>
    public string? TokenHost { get; set; }
}
