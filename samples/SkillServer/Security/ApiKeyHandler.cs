using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Boternity.Skills.Samples.SkillServer.Security;

/// <summary>
/// Authenticates by <c>Authorization: Bearer KEY</c>. Where there are no keys, everybody is one user: the server then
/// listens on loopback alone. A server for many users takes their identity provider in its place.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ServerOptions options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string LocalUser = "local";
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (options.ApiKeys.Count == 0)
        {
            return Task.FromResult(Succeed(LocalUser));
        }

        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        // All are compared, in constant time each: how long it takes tells nothing.
        byte[] given = SHA256.HashData(Encoding.UTF8.GetBytes(header[Prefix.Length..].Trim()));
        string? user = null;
        foreach ((string name, string key) in options.ApiKeys)
        {
            byte[] known = SHA256.HashData(Encoding.UTF8.GetBytes(key));
            user = CryptographicOperations.FixedTimeEquals(given, known) ? name : user;
        }

        return Task.FromResult(user is null ? AuthenticateResult.Fail("The key is not known.") : Succeed(user));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Task.CompletedTask;
    }

    private AuthenticateResult Succeed(string user)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, user), new Claim(ClaimTypes.NameIdentifier, user)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
