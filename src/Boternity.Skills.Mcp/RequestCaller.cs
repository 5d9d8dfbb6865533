using System.Security.Claims;

namespace Boternity.Skills.Mcp;

/// <summary>On whose behalf a client's call is executed, where the host says nothing else.</summary>
internal static class RequestCaller
{
    /// <summary>The session, and the user whom the transport authenticated.</summary>
    public static SkillCaller Of(ClaimsPrincipal? user, string? session) => new()
    {
        SessionId = session ?? "",
        UserId = user?.Identity is { IsAuthenticated: true } identity
            ? user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? identity.Name ?? ""
            : "",
    };
}
