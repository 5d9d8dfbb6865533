using System.IO.Abstractions;
using Boternity.Skills;
using Boternity.Skills.Compilation;
using Boternity.Skills.DependencyInjection;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Installation;
using Boternity.Skills.Locking;
using Boternity.Skills.Profiles;
using Boternity.Skills.Scripts;
using Boternity.Skills.Storage;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Boternity.Skills.</summary>
public static class BoternitySkillsServiceCollectionExtensions
{
    /// <summary>
    /// Registers a default for every service of the library, as singletons. What the host registered before stays, and
    /// what it registers after wins. Until a registry is added to the builder, there is one: GitHub with its default
    /// repositories.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the settings; they are validated when the host starts.</param>
    public static IBoternitySkillsBuilder AddBoternitySkills(
        this IServiceCollection services, Action<BoternitySkillsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<BoternitySkillsOptions> options = services
            .AddOptions<BoternitySkillsOptions>()
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<BoternitySkillsOptions>, BoternitySkillsOptionsValidator>());
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFileSystem, FileSystem>();
        SkillHostServices.Add(services);
        SkillTrustServices.Add(services);
        GitHubRegistryServices.Add(services);
        AddressServices.Add(services);

        DefaultRegistry.Add(services);
        services.TryAddSingleton<ProfileStore>();
        services.TryAddSingleton<IWasmEngine, ManagedWasmEngine>();
        services.TryAddSingleton<ISourceFreezer, ManagedSourceFreezer>();
        services.TryAddSingleton<IWasmCompiler, WasmCompiler>();
        services.TryAddSingleton<StoreChanges>();
        services.TryAddSingleton<ISkillStoreChanges>(
            static provider => provider.GetRequiredService<StoreChanges>());
        services.TryAddSingleton<ISkillStore, FileSystemSkillStore>();
        services.TryAddSingleton<ISkillGrantStore, FileSystemGrantStore>();
        services.TryAddSingleton<ProgramRunner>();
        services.TryAddSingleton<IScriptRuntimePreparer, ScriptRuntimePreparer>();
        services.TryAddSingleton<ScriptRuntimes>();
        services.TryAddSingleton<ScriptAnalyzer>();
        services.TryAddSingleton<ISkillExecutor, SkillExecutor>();
        services.TryAddSingleton<ISkillInstaller, SkillInstaller>();
        services.TryAddSingleton<ISkillLocker, SkillLocker>();
        services.TryAddSingleton<ISkillLockImporter, SkillLockImporter>();
        services.TryAddSingleton<ISkillUpdater, SkillUpdater>();
        services.TryAddSingleton<ISkillProfiles, SkillProfiles>();
        return new BoternitySkillsBuilder(services);
    }
}
