using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.Oci;

/// <summary>
/// The settings of a registry of skills that are artefacts in OCI registries. Hosts at addresses of this machine or of
/// a private network are named in <see cref="Addresses.SkillAddressOptions.PrivateHosts"/>.
/// </summary>
public sealed class OciRegistryOptions : HttpRegistryOptions
{
    /// <summary>Creates the default settings.</summary>
    public OciRegistryOptions() => Name = "oci";

    /// <summary>
    /// Gets the artefacts that are listed and searched, each a skill: <c>oci://host/repository</c>, with a tag or a
    /// digest if another than the newest is meant. Others are read when a reference names them.
    /// </summary>
    /// <value>Empty.</value>
    public IList<string> Repositories { get; } = [];

    /// <summary>Gets who reads which registry: by its host, with a port other than 443.</summary>
    /// <value>Empty: requests are anonymous.</value>
    public IDictionary<string, OciCredential> Credentials { get; } =
        new Dictionary<string, OciCredential>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how long a listed artefact is served before it is asked whether its tag moved.</summary>
    /// <value>One minute.</value>
    public TimeSpan RevalidateAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets the most layers of one artefact.</summary>
    /// <value>64.</value>
    public int MaxLayers { get; set; } = 64;
}
