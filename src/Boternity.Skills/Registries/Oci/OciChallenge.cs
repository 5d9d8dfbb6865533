using System.Net.Http.Headers;

namespace Boternity.Skills.Registries.Oci;

/// <summary>
/// What a registry wants before it answers (RFC 9110, section 11; the token authentication of the distribution
/// project).
/// </summary>
/// <param name="IsBearer">Whether it wants a token of a server, and not the credentials themselves.</param>
/// <param name="Realm">Where tokens are; null where the credentials themselves are wanted.</param>
/// <param name="Service">What the token is for.</param>
internal sealed record OciChallenge(bool IsBearer, Uri? Realm, string? Service)
{
    /// <summary>The challenge of an answer that can be met; null for none.</summary>
    public static OciChallenge? Find(HttpResponseHeaders headers)
    {
        foreach (AuthenticationHeaderValue challenge in headers.WwwAuthenticate)
        {
            if (challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            {
                return new OciChallenge(false, null, null);
            }

            if (!challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            Dictionary<string, string> parameters = ReadParameters(challenge.Parameter ?? "");
            if (parameters.TryGetValue("realm", out string? realm)
                && Uri.TryCreate(realm, UriKind.Absolute, out Uri? address))
            {
                return new OciChallenge(true, address, parameters.GetValueOrDefault("service"));
            }
        }

        return null;
    }

    // name="value",name=value: in the quotes a comma is no end, and a backslash keeps what is behind it.
    private static Dictionary<string, string> ReadParameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        int at = 0;
        while (at < text.Length)
        {
            int equals = text.IndexOf('=', at);
            if (equals < 0)
            {
                break;
            }

            string name = text[at..equals].Trim(' ', ',', '\t');
            at = equals + 1;
            var value = new System.Text.StringBuilder();
            bool isQuoted = at < text.Length && text[at] == '"';
            at += isQuoted ? 1 : 0;
            while (at < text.Length && text[at] != (isQuoted ? '"' : ','))
            {
                at += isQuoted && text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
                value.Append(text[at++]);
            }

            at++;
            parameters[name] = value.ToString();
        }

        return parameters;
    }
}
