using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace Boternity.Skills.Registries.Oci;

/// <summary>What requests to repositories are sent with: tokens until they expire, or credentials.</summary>
internal sealed class OciTokens(OciRegistryOptions options, TimeProvider time)
{
    // The specification of the tokens: at least a minute, also where nothing is said.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(60);

    // A token that is about to expire may do so on its way.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    // Registries whose server of tokens is known to be another host.
    private static readonly Dictionary<string, string> KnownTokenHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["docker.io"] = "auth.docker.io",
        ["registry.gitlab.com"] = "gitlab.com",
    };

    private readonly ConcurrentDictionary<string, (AuthenticationHeaderValue Header, DateTimeOffset Until)> _known =
        new(StringComparer.Ordinal);

    /// <summary>What is known to be wanted of a repository; null for nothing.</summary>
    public AuthenticationHeaderValue? Find(OciRepository repository) =>
        _known.TryGetValue(repository.Root, out (AuthenticationHeaderValue Header, DateTimeOffset Until) found)
        && found.Until > time.GetUtcNow()
            ? found.Header
            : null;

    public AuthenticationHeaderValue KeepCredential(OciRepository repository, OciCredential credential)
    {
        AuthenticationHeaderValue header = HeaderOf(credential);
        _known[repository.Root] = (header, DateTimeOffset.MaxValue);
        return header;
    }

    public AuthenticationHeaderValue KeepToken(OciRepository repository, string token, long? seconds)
    {
        var header = new AuthenticationHeaderValue("Bearer", token);
        TimeSpan life = seconds is > 60 and < 86_400 ? TimeSpan.FromSeconds(seconds.Value) : ShortestLife;
        _known[repository.Root] = (header, time.GetUtcNow() + life - Margin);
        return header;
    }

    /// <summary>The credentials for a registry; null for none.</summary>
    public OciCredential? CredentialOf(OciRepository repository) =>
        options.Credentials.TryGetValue(repository.Host, out OciCredential? credential) ? credential : null;

    /// <summary>Whether a server of tokens may be given the credentials of a registry.</summary>
    public bool MayHaveCredential(OciRepository repository, Uri realm) =>
        string.Equals(realm.Authority, repository.Api.Authority, StringComparison.OrdinalIgnoreCase)
        || string.Equals(
            realm.Authority,
            CredentialOf(repository)?.TokenHost ?? KnownTokenHosts.GetValueOrDefault(repository.Host),
            StringComparison.OrdinalIgnoreCase);

    public static AuthenticationHeaderValue HeaderOf(OciCredential credential) => new(
        "Basic",
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));
}
