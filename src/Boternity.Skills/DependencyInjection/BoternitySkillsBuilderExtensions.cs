using System.Diagnostics.CodeAnalysis;
using System.IO.Abstractions;
using Boternity.Skills;
using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Compilation;
using Boternity.Skills.DependencyInjection;
using Boternity.Skills.Execution;
using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.Marketplaces;
using Boternity.Skills.Registries.WellKnown;
using Boternity.Skills.Scripts;
using Boternity.Skills.Signing;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds registries, and takes what a host brings of its own.</summary>
public static class BoternitySkillsBuilderExtensions
{
    /// <summary>Adds a registry over a directory on disk.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it.</param>
    /// <param name="path">The directory, absolute.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddDirectoryRegistry(
        this IBoternitySkillsBuilder builder, string name, string path) =>
        builder.AddDirectoryRegistry(name, options => options.Path = path);

    /// <summary>
    /// Adds a registry over a directory on disk. Its settings are the <see cref="DirectoryRegistryOptions"/> of its
    /// name, which can be bound from configuration too; they are validated when the host starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it, and the name of its options.</param>
    /// <param name="configure">Changes the settings; null where they are configured elsewhere.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddDirectoryRegistry(
        this IBoternitySkillsBuilder builder, string name, Action<DirectoryRegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RegistryRegistration.AddOptions(builder.Services, name, options => options.Name = name, configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor
                .Singleton<IValidateOptions<DirectoryRegistryOptions>, DirectoryRegistryOptionsValidator>());
        RegistryRegistration.Add(builder.Services, name, provider => new DirectorySkillRegistry(
            provider.GetRequiredService<IOptionsMonitor<DirectoryRegistryOptions>>().Get(name),
            provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value.PackageLimits,
            provider.GetRequiredService<IFileSystem>(),
            provider.GetRequiredService<ILogger<DirectorySkillRegistry>>()));
        return builder;
    }

    /// <summary>
    /// Adds a registry over repositories on GitHub. Its settings are the <see cref="GitHubRegistryOptions"/> of its
    /// name, which can be bound from configuration too; they are validated when the host starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it, and the name of its options.</param>
    /// <param name="configure">Changes the settings; null where they are configured elsewhere, or the
    /// defaults do.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddGitHubRegistry(
        this IBoternitySkillsBuilder builder, string name = "github", Action<GitHubRegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RegistryRegistration.AddOptions(builder.Services, name, options => options.Name = name, configure);
        RegistryRegistration.Add(builder.Services, name, provider => GitHubRegistryServices.Create(provider, name));
        return builder;
    }

    /// <summary>
    /// Adds a registry over the skills that a site publishes below <c>/.well-known/agent-skills/</c> (Agent Skills
    /// Discovery, version 0.2, and 0.1 below <c>/.well-known/skills/</c>). Its settings are the
    /// <see cref="WellKnownRegistryOptions"/> of its name, which can be bound from configuration too; they are
    /// validated when the host starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it, and the name of its options: the site's host, such
    /// as <c>example.com</c>, unless the settings name the site.</param>
    /// <param name="configure">Changes the settings; null where they are configured elsewhere, or the
    /// defaults do.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddWellKnownRegistry(
        this IBoternitySkillsBuilder builder, string name, Action<WellKnownRegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RegistryRegistration.AddOptions(builder.Services, name, options => options.Name = name, configure);
        WellKnownServices.Add(builder.Services, name);
        return builder;
    }

    /// <summary>
    /// Adds a registry over the skills of a plugin marketplace's plugins
    /// (<c>.claude-plugin/marketplace.json</c>).
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it.</param>
    /// <param name="place">The marketplace: <see cref="PluginMarketplaceOptions.Place"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddPluginMarketplace(
        this IBoternitySkillsBuilder builder, string name, string place) =>
        builder.AddPluginMarketplace(name, options => options.Place = place);

    /// <summary>
    /// Adds a registry over the skills of a plugin marketplace's plugins. Its settings are the
    /// <see cref="PluginMarketplaceOptions"/> of its name, which can be bound from configuration too; they are
    /// validated when the host starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it, and the name of its options.</param>
    /// <param name="configure">Changes the settings; null where they are configured elsewhere.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddPluginMarketplace(
        this IBoternitySkillsBuilder builder, string name, Action<PluginMarketplaceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RegistryRegistration.AddOptions(builder.Services, name, options => options.Name = name, configure);
        MarketplaceServices.Add(builder.Services, name);
        return builder;
    }

    /// <summary>Changes which references may be addresses and paths, and how they are read.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; they are validated when the host starts.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder ConfigureAddresses(
        this IBoternitySkillsBuilder builder, Action<SkillAddressOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure(builder, configure);
    }

    /// <summary>
    /// Adds a runtime for scripts. Of two that run files with the same extension, the one that was added later does.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the runtime, once.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddScriptRuntime(
        this IBoternitySkillsBuilder builder, Func<IServiceProvider, IScriptRuntime> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddSingleton(create);
        return builder;
    }

    /// <summary>Adds a runtime for scripts that is a module and its files.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="runtime">The runtime.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddScriptRuntime(
        this IBoternitySkillsBuilder builder, WasiScriptRuntime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        return builder.AddScriptRuntime(_ => new DefinedScriptRuntime(runtime));
    }

    /// <summary>Adds a language that tool skills may be written in.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the language, once.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddSkillSourceLanguage(
        this IBoternitySkillsBuilder builder, Func<IServiceProvider, ISkillSourceLanguage> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddSingleton(create);
        return builder;
    }

    /// <summary>Adds a registry of the host's own making.</summary>
    /// <typeparam name="TRegistry">The registry, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddRegistry<[DynamicallyAccessedMembers(PublicConstructors)] TRegistry>(
        this IBoternitySkillsBuilder builder)
        where TRegistry : class, ISkillRegistry =>
        builder.AddRegistry(provider => ActivatorUtilities.CreateInstance<TRegistry>(provider));

    /// <summary>
    /// Adds a registry of the host's own making. The first registry that is added takes the place of the default one.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Creates the registry, once.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddRegistry(
        this IBoternitySkillsBuilder builder, Func<IServiceProvider, ISkillRegistry> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        DefaultRegistry.Remove(builder.Services);
        builder.Services.AddSingleton(create);
        return builder;
    }

    /// <summary>
    /// Records installs, decisions and executions in a log of JSON lines whose gaps show, and registers an
    /// <see cref="ISkillAuditVerifier"/>. Without it, and without <see cref="UseAudit"/>, nothing is recorded.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; they are validated when the host starts.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddAuditLog(
        this IBoternitySkillsBuilder builder, Action<SkillAuditOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SkillTrustServices.AddAuditLog(builder.Services);
        return Configure(builder, configure);
    }

    /// <summary>Adds a signer whose signatures are verified.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name that the host gives the signer, as rules of trust use it.</param>
    /// <param name="publicKeyPem">The public key: ECDSA on P-256, PEM (<c>BEGIN PUBLIC KEY</c>); validated when the
    /// host starts.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddSigner(
        this IBoternitySkillsBuilder builder, string name, string publicKeyPem)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(publicKeyPem);
        return Configure<SkillSigningOptions>(builder, options => options.SignerKeys[name] = publicKeyPem);
    }

    /// <summary>Adds a rule of trust, after those that were added before.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="rule">Which skills, and how far they are trusted.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddTrustRule(this IBoternitySkillsBuilder builder, SkillTrustRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Configure<SkillTrustOptions>(builder, options => options.Rules.Add(rule));
    }

    /// <summary>Changes what the host's functions give a skill at most.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; they are validated when the host starts.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder ConfigureHost(
        this IBoternitySkillsBuilder builder, Action<SkillHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure(builder, configure);
    }

    /// <summary>Takes an approver in place of the default one, which approves and grants nothing.</summary>
    /// <typeparam name="TApprover">Who decides whether a skill is installed, and with which grants; a
    /// singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseApprover<[DynamicallyAccessedMembers(PublicConstructors)] TApprover>(
        this IBoternitySkillsBuilder builder)
        where TApprover : class, ISkillApprover =>
        Use<ISkillApprover, TApprover>(builder);

    /// <summary>Takes an approver in place of the default one, which approves and grants nothing.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="approver">Who decides whether a skill is installed, and with which grants.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseApprover(this IBoternitySkillsBuilder builder, ISkillApprover approver)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(approver);
        builder.Services.Replace(ServiceDescriptor.Singleton(approver));
        return builder;
    }

    /// <summary>
    /// Takes a trust policy in place of the default one, which follows <see cref="SkillTrustOptions.Rules"/>.
    /// </summary>
    /// <typeparam name="TPolicy">The policy, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseTrustPolicy<[DynamicallyAccessedMembers(PublicConstructors)] TPolicy>(
        this IBoternitySkillsBuilder builder)
        where TPolicy : class, ISkillTrustPolicy =>
        Use<ISkillTrustPolicy, TPolicy>(builder);

    /// <summary>Takes a provider of secrets in place of the default one, which has none.</summary>
    /// <typeparam name="TProvider">The provider, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseSecretProvider<[DynamicallyAccessedMembers(PublicConstructors)] TProvider>(
        this IBoternitySkillsBuilder builder)
        where TProvider : class, ISecretProvider =>
        Use<ISecretProvider, TProvider>(builder);

    /// <summary>Takes a memory in place of the default one, which is empty.</summary>
    /// <typeparam name="TMemory">The memory, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseMemory<[DynamicallyAccessedMembers(PublicConstructors)] TMemory>(
        this IBoternitySkillsBuilder builder)
        where TMemory : class, ISkillMemory =>
        Use<ISkillMemory, TMemory>(builder);

    /// <summary>Records what happens to skills in the host's own way, in place of <see cref="AddAuditLog"/>.</summary>
    /// <typeparam name="TAudit">Where audit events go, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseAudit<[DynamicallyAccessedMembers(PublicConstructors)] TAudit>(
        this IBoternitySkillsBuilder builder)
        where TAudit : class, ISkillAudit =>
        Use<ISkillAudit, TAudit>(builder);

    /// <summary>Takes a store of skills in place of the default one, which is a directory on disk.</summary>
    /// <typeparam name="TStore">The store, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseStore<[DynamicallyAccessedMembers(PublicConstructors)] TStore>(
        this IBoternitySkillsBuilder builder)
        where TStore : class, ISkillStore =>
        Use<ISkillStore, TStore>(builder);

    /// <summary>Takes a store of grants in place of the default one, which keeps them beside the skills.</summary>
    /// <typeparam name="TStore">The store, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseGrantStore<[DynamicallyAccessedMembers(PublicConstructors)] TStore>(
        this IBoternitySkillsBuilder builder)
        where TStore : class, ISkillGrantStore =>
        Use<ISkillGrantStore, TStore>(builder);

    /// <summary>
    /// Takes a compiler in place of the default one, which takes a skill's own program or makes a stub.
    /// </summary>
    /// <typeparam name="TCompiler">The compiler, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseWasmCompiler<[DynamicallyAccessedMembers(PublicConstructors)] TCompiler>(
        this IBoternitySkillsBuilder builder)
        where TCompiler : class, IWasmCompiler =>
        Use<IWasmCompiler, TCompiler>(builder);

    /// <summary>Takes an engine in place of the default one.</summary>
    /// <typeparam name="TEngine">The engine, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseWasmEngine<[DynamicallyAccessedMembers(PublicConstructors)] TEngine>(
        this IBoternitySkillsBuilder builder)
        where TEngine : class, IWasmEngine =>
        Use<IWasmEngine, TEngine>(builder);

    private static IBoternitySkillsBuilder Use<TService, [DynamicallyAccessedMembers(
        PublicConstructors)] TImplementation>(
        IBoternitySkillsBuilder builder)
        where TService : class
        where TImplementation : class, TService
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<TService, TImplementation>());
        return builder;
    }

    private static IBoternitySkillsBuilder Configure<TOptions>(
        IBoternitySkillsBuilder builder, Action<TOptions>? configure)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        return builder;
    }
}
