using Boternity.Skills.Auditing;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Agents;

/// <summary>
/// One folder that the framework reads as a skill: the library over a private store, with what the host registered.
/// The folder is taken into the store again when it has changed.
/// </summary>
internal sealed class SkillFolderHost : IAsyncDisposable
{
    private const string Registry = "files";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _store = Directory.CreateTempSubdirectory("boternity-files-").FullName;
    private readonly ServiceProvider _provider;
    private readonly SkillSource _source;
    private string? _stamp;
    private InstalledSkill? _read;

    public SkillFolderHost(string folder, IServiceProvider host)
    {
        var directory = new DirectoryInfo(folder);
        _source = new SkillSource { Registry = Registry, Path = directory.Parent is null ? "" : directory.Name };
        var services = new ServiceCollection();
        foreach (Type shared in (Type[])
        [
            typeof(TimeProvider), typeof(ILoggerFactory), typeof(IWasmEngine), typeof(ISkillMemory),
            typeof(ISecretProvider), typeof(ISkillAudit), typeof(IScriptRuntime), typeof(ISkillSourceLanguage),
        ])
        {
            foreach (object service in host.GetServices(shared).OfType<object>())
            {
                // Instances are the host's to dispose of.
                services.Add(new ServiceDescriptor(shared, service));
            }
        }

        if (host.GetService<IOptions<SkillHostOptions>>() is { } hostOptions)
        {
            services.AddSingleton(hostOptions);
        }

        services
            .AddBoternitySkills(options =>
            {
                Share(options, host.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value);
                options.StorePath = _store;
            })
            .AddDirectoryRegistry(Registry, directory.Parent?.FullName ?? folder);
        _provider = services.BuildServiceProvider();
    }

    public ISkillExecutor Executor => _provider.GetRequiredService<ISkillExecutor>();

    /// <summary>The skill as its folder is now.</summary>
    /// <exception cref="SkillException">The folder breaks a rule or a limit, or cannot be read.</exception>
    public async Task<InstalledSkill> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ISkillRegistry registry = _provider.GetRequiredService<ISkillRegistry>();
            SkillPackage package = await registry.FetchAsync(_source, cancellationToken).ConfigureAwait(false);
            string stamp = FolderStamp.Of(package);
            if (_read is null || _stamp != stamp)
            {
                _read = await _provider.GetRequiredService<ISkillInstaller>()
                    .InstallAsync(
                        _source,
                        new SkillInstallOptions
                        {
                            TrustTier = SkillTrustTier.Untrusted,
                            Conflict = SkillConflictPolicy.Replace,
                        },
                        null,
                        cancellationToken)
                    .ConfigureAwait(false);
                _stamp = stamp;
            }

            return _read;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        Directory.Delete(_store, recursive: true);
    }

    private static void Share(BoternitySkillsOptions options, BoternitySkillsOptions host)
    {
        options.PackageLimits = host.PackageLimits;
        options.MaxScanTime = host.MaxScanTime;
        options.UntrustedLimits = host.UntrustedLimits;
        options.VerifiedLimits = host.VerifiedLimits;
        options.MaxCachedPrograms = host.MaxCachedPrograms;
        options.MaxCachedProgramBytes = host.MaxCachedProgramBytes;
        options.MaxConcurrentExecutions = host.MaxConcurrentExecutions;
        options.MaxConcurrentExecutionsPerSkill = host.MaxConcurrentExecutionsPerSkill;
        options.MaxQueuedExecutions = host.MaxQueuedExecutions;
        options.MaxTotalGuestBytes = host.MaxTotalGuestBytes;
        options.StoreLockTimeout = host.StoreLockTimeout;
        options.CachePath = host.CachePath;
    }
}
