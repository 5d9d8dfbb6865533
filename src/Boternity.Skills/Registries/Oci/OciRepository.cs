using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Registries.Oci;

/// <summary>A repository in an OCI registry: which host, and the name there, checked.</summary>
internal sealed record OciRepository
{
    private OciRepository(string host, string path)
    {
        Host = host;
        Path = path;
        var https = new Uri($"https://{ApiHostOf(host)}/v2/");
        Api = https.IsLoopback ? new Uri($"http://{ApiHostOf(host)}/v2/") : https;
    }

    /// <summary>The host as references name it, with a port other than 443.</summary>
    public string Host { get; }

    /// <summary>The name of the repository.</summary>
    public string Path { get; }

    /// <summary>What <see cref="SkillSource.Repository"/> has.</summary>
    public string Root => $"{OciAddress.Scheme}{Host}/{Path}";

    /// <summary>Where requests begin: over HTTPS, on this machine over HTTP.</summary>
    public Uri Api { get; }

    /// <summary>The address of something of the repository.</summary>
    public Uri At(string what) => new(Api, $"{Path}/{what}");

    /// <summary>Reads an address; the scheme may be left out.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out OciRepository? repository, out string? reference)
    {
        repository = null;
        reference = null;
        if (text is null)
        {
            return false;
        }

        string whole = OciAddress.Is(text) ? text : OciAddress.Scheme + text;
        if (OciAddress.Read(whole, out SkillAddress? address) is not null)
        {
            return false;
        }

        string place = address!.Root[OciAddress.Scheme.Length..];
        int slash = place.IndexOf('/', StringComparison.Ordinal);
        repository = new OciRepository(place[..slash], place[(slash + 1)..]);
        reference = address.Ref;
        return true;
    }

    // Docker Hub's images have the name of another host than its registry.
    private static string ApiHostOf(string host) =>
        host is "docker.io" or "index.docker.io" ? "registry-1.docker.io" : host;
}
