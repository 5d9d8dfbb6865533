using Boternity.Skills;
using Boternity.Skills.Mcp;
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
            provider.GetRequiredService<ISkillStoreChanges>(),
            provider.GetRequiredService<IOptions<InstalledSkillsServerOptions>>(),
            provider.GetRequiredService<ILogger<InstalledSkillsCatalog>>()));
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<McpServerOptions>, AttachSkills>(
                static provider => new AttachSkills(provider.GetRequiredService<InstalledSkillsCatalog>())));
        return builder;
    }

    // After all that configures the server: what it offers beside the skills keeps its names.
    private sealed class AttachSkills(InstalledSkillsCatalog catalog) : IPostConfigureOptions<McpServerOptions>
    {
        public void PostConfigure(string? name, McpServerOptions options) => catalog.Attach(options);
    }
}
