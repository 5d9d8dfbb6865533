using Boternity.Skills.Tests.Registries.GitHub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tests.Registries;

/// <summary>
/// A host with the registries that the test adds, and a directory for its store and cache. It takes addresses of the
/// servers in the test.
/// </summary>
internal sealed class RegistryBench(Action<IBoternitySkillsBuilder> addRegistries) : IDisposable
{
    private ServiceProvider? _provider;

    public TemporaryDirectory Directory { get; } = new();

    public AutoTimeProvider Time { get; } = new();

    public ListLogger<RegistryBench> Log { get; } = new();

    public ServiceProvider Services => _provider ??= Build();

    public ISkillInstaller Installer => Services.GetRequiredService<ISkillInstaller>();

    /// <summary>What the test adds after the registries.</summary>
    public Action<IBoternitySkillsBuilder>? Configure { get; set; }

    public ISkillRegistry Registry(string name) => Services.GetRequiredKeyedService<ISkillRegistry>(name);

    public Task<InstalledSkill> InstallAsync(string reference, CancellationToken cancellationToken = default) =>
        Installer.InstallAsync(SkillReference.Parse(reference), cancellationToken: cancellationToken);

    /// <summary>Begins anew, as another process would, with the same store and cache.</summary>
    public void Restart()
    {
        _provider?.Dispose();
        _provider = null;
    }

    /// <summary>What is in the store and half written in the cache.</summary>
    public async Task<IReadOnlyList<string>> LeftoversAsync()
    {
        SkillInventory inventory = await Services.GetRequiredService<ISkillStore>().ListAsync();
        string cache = Directory.PathOf("cache");
        return
        [
            .. inventory.Skills.Select(static skill => skill.SkillId),
            .. inventory.Damaged.Select(static skill => skill.SkillId),
            .. System.IO.Directory.Exists(cache)
                ? System.IO.Directory.GetFiles(cache, "*.tmp", SearchOption.AllDirectories)
                : [],
        ];
    }

    public void Dispose()
    {
        Restart();
        Directory.Dispose();
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(logging => logging.AddProvider(new ListLoggerProvider(Log)));
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options =>
            {
                options.StorePath = Directory.PathOf("store");
                options.CachePath = Directory.PathOf("cache");
            })
            .ConfigureAddresses(options => options.PrivateHosts.Add("127.0.0.1"));
        addRegistries(builder);
        Configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
