using System.IO.Abstractions;
using Boternity.Skills;
using Boternity.Skills.Auditing;
using Boternity.Skills.DependencyInjection;
using Boternity.Skills.Execution;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds registries and an engine.</summary>
public static class BoternitySkillsBuilderExtensions
{
    /// <summary>Adds a registry over a directory on disk.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it.</param>
    /// <param name="path">The directory, absolute.</param>
    public static IBoternitySkillsBuilder AddDirectoryRegistry(this IBoternitySkillsBuilder builder, string name, string path) =>
        builder.AddDirectoryRegistry(options =>
        {
            options.Name = name;
            options.Path = path;
        });

    /// <summary>Adds a registry over a directory on disk.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; they are validated when the host starts.</param>
    public static IBoternitySkillsBuilder AddDirectoryRegistry(this IBoternitySkillsBuilder builder, Action<DirectoryRegistryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<DirectoryRegistryOptions>, DirectoryRegistryOptionsValidator>());
        string key = AddOptions(builder, configure);
        return builder.AddRegistry(provider => new DirectorySkillRegistry(
            provider.GetRequiredService<IOptionsMonitor<DirectoryRegistryOptions>>().Get(key),
            provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value.PackageLimits,
            provider.GetRequiredService<IFileSystem>(),
            provider.GetRequiredService<ILogger<DirectorySkillRegistry>>()));
    }

    /// <summary>Adds a registry over repositories on GitHub.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; they are validated when the host starts.</param>
    public static IBoternitySkillsBuilder AddGitHubRegistry(this IBoternitySkillsBuilder builder, Action<GitHubRegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string key = AddOptions(builder, configure ?? (static _ => { }));
        return builder.AddRegistry(provider => GitHubRegistryServices.Create(
            provider, provider.GetRequiredService<IOptionsMonitor<GitHubRegistryOptions>>().Get(key)));
    }

    /// <summary>Adds a registry of the host's own making.</summary>
    public static IBoternitySkillsBuilder AddRegistry<TRegistry>(this IBoternitySkillsBuilder builder)
        where TRegistry : class, ISkillRegistry =>
        builder.AddRegistry(provider => ActivatorUtilities.CreateInstance<TRegistry>(provider));

    /// <summary>Adds a registry of the host's own making. The first registry that is added takes the place of the default one.</summary>
    public static IBoternitySkillsBuilder AddRegistry(this IBoternitySkillsBuilder builder, Func<IServiceProvider, ISkillRegistry> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        DefaultRegistry.Remove(builder.Services);
        builder.Services.AddSingleton(create);
        return builder;
    }

    /// <summary>Records installs, decisions and executions in a log of JSON lines whose gaps show. Without it nothing is recorded.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; they are validated when the host starts.</param>
    public static IBoternitySkillsBuilder AddAuditLog(this IBoternitySkillsBuilder builder, Action<SkillAuditOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SkillTrustServices.AddAuditLog(builder.Services);
        builder.Services.Configure(configure ?? (static _ => { }));
        return builder;
    }

    /// <summary>Takes an engine in place of the default one.</summary>
    public static IBoternitySkillsBuilder UseWasmEngine<TEngine>(this IBoternitySkillsBuilder builder)
        where TEngine : class, IWasmEngine
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IWasmEngine, TEngine>());
        return builder;
    }

    private static string AddOptions<TOptions>(IBoternitySkillsBuilder builder, Action<TOptions> configure)
        where TOptions : class
    {
        // Several registries of a kind have settings of their own, told apart by a name that nobody else uses.
        string key = Guid.NewGuid().ToString();
        builder.Services.AddOptions<TOptions>(key).Configure(configure).ValidateOnStart();
        return key;
    }
}
