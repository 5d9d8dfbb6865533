using Boternity.Skills;
using Boternity.Skills.Mcp;
using Boternity.Skills.Profiles;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Offers installed skills to MCP clients.</summary>
public static class InstalledSkillsServerBuilderExtensions
{
    /// <summary>
    /// Offers the skills of the host's store (<c>AddBoternitySkills</c>): tool skills as tools, prompt skills as
    /// prompts, the files of all as <c>skill://</c> resources with an index. Clients are told when the store changes.
    /// What the server offers beside them keeps its names.
    /// </summary>
    /// <param name="builder">The server's builder.</param>
    /// <param name="configure">Changes which skills, and how they are executed; null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static IMcpServerBuilder WithInstalledSkills(
        this IMcpServerBuilder builder, Action<InstalledSkillsServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<InstalledSkillsServerOptions>();
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        builder.Services.TryAddSingleton(static provider => new InstalledSkillsCatalog(
            provider.GetRequiredService<ISkillStore>(),
            provider.GetRequiredService<ISkillGrantStore>(),
            provider.GetRequiredService<ISkillExecutor>(),
            provider.GetRequiredService<ISkillProfiles>(),
            provider.GetRequiredService<ISkillStoreChanges>(),
            provider.GetRequiredService<IOptions<InstalledSkillsServerOptions>>(),
            provider.GetRequiredService<ILogger<InstalledSkillsCatalog>>()));
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<McpServerOptions>, AttachSkills>(
                static provider => new AttachSkills(provider.GetRequiredService<InstalledSkillsCatalog>())));
        return builder;
    }

    /// <summary>
    /// Offers to one session the skills of a bot's profile, in place of what <see cref="WithInstalledSkills"/> offers
    /// to all: for <c>HttpServerTransportOptions.ConfigureSessionOptions</c>, so that one server has several bots.
    /// </summary>
    /// <param name="server">The options of the session.</param>
    /// <param name="services">The host's services.</param>
    /// <param name="profile">The name of a profile that is added (<c>AddProfile</c>).</param>
    /// <exception cref="SkillProfileException">No profile of that name was added: the session gets nothing.</exception>
    /// <exception cref="InvalidOperationException">The options are not those of a server with
    /// <see cref="WithInstalledSkills"/>.</exception>
    public static void UseSkillProfile(this McpServerOptions server, IServiceProvider services, string profile)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(profile);
        services.GetRequiredService<InstalledSkillsCatalog>().Use(server, profile);
    }

    // After all that configures the server: what it offers beside the skills keeps its names.
    private sealed class AttachSkills(InstalledSkillsCatalog catalog) : IPostConfigureOptions<McpServerOptions>
    {
        public void PostConfigure(string? name, McpServerOptions options) => catalog.Attach(options);
    }
}
