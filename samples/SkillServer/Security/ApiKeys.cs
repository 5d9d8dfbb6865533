using Microsoft.AspNetCore.Authentication;

namespace Boternity.Skills.Samples.SkillServer.Security;

/// <summary>Registers the keys as the way to authenticate.</summary>
internal static class ApiKeys
{
    public static void AddApiKeys(this IServiceCollection services)
    {
        services.AddAuthentication(ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddAuthorization();
    }
}
