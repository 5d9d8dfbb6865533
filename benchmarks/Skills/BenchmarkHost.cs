using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Benchmarks.Skills;

/// <summary>A host with the fixtures installed, below a temporary folder that it removes.</summary>
internal sealed class BenchmarkHost : IAsyncDisposable
{
    private static readonly string[] Fixtures = ["js-skill", "c-skill", "rust-skill", "command-preview1"];

    private readonly DirectoryInfo _home;
    private readonly bool _isOwner;
    private readonly ServiceProvider _provider;
    private readonly Dictionary<string, InstalledSkill> _skills = [];

    private BenchmarkHost(DirectoryInfo home, bool isOwner, ServiceProvider provider)
    {
        _home = home;
        _isOwner = isOwner;
        _provider = provider;
    }

    /// <summary>The folder that <see cref="OpenAsync"/> opens in another process.</summary>
    public string Home => _home.FullName;

    /// <param name="configure">Takes another engine than the managed one.</param>
    public static async Task<BenchmarkHost> CreateAsync(Action<IBoternitySkillsBuilder>? configure = null)
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("boternity-benchmarks-");
        DirectoryInfo registry = home.CreateSubdirectory("registry");
        foreach (string name in Fixtures)
        {
            WriteSkill(registry, name);
        }

        var host = new BenchmarkHost(home, isOwner: true, Build(home.FullName, configure));
        var installer = host._provider.GetRequiredService<ISkillInstaller>();
        foreach (string name in Fixtures)
        {
            host._skills.Add(name, await installer.InstallAsync(SkillReference.Parse($"fixtures/{name}")));
        }
        return host;
    }

    /// <summary>Opens what another process created, with one of the skills.</summary>
    public static async Task<BenchmarkHost> OpenAsync(
        string home, string skill, Action<IBoternitySkillsBuilder>? configure = null)
    {
        var host = new BenchmarkHost(new DirectoryInfo(home), isOwner: false, Build(home, configure));
        host._skills.Add(skill, await host._provider.GetRequiredService<ISkillStore>().GetAsync(skill));
        return host;
    }

    /// <summary>Makes the engine, which else happens at the first execution.</summary>
    public IWasmEngine GetEngine() => _provider.GetRequiredService<IWasmEngine>();

    public Task GrantAsync(string skill, SkillGrants grants) =>
        _provider.GetRequiredService<ISkillGrantStore>().SetAsync(_skills[skill], grants);

    public Task<SkillExecutionResult> ExecuteAsync(string skill, string input) =>
        _provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(_skills[skill], input);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (_isOwner)
        {
            _home.Delete(recursive: true);
        }
    }

    private static ServiceProvider Build(string home, Action<IBoternitySkillsBuilder>? configure)
    {
        var services = new ServiceCollection();
        IBoternitySkillsBuilder builder = services.AddBoternitySkills(options =>
        {
            options.StorePath = Path.Combine(home, "store");
            options.CachePath = Path.Combine(home, "cache");
        }).AddDirectoryRegistry("fixtures", Path.Combine(home, "registry"));
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private static void WriteSkill(DirectoryInfo registry, string name)
    {
        DirectoryInfo folder = registry.CreateSubdirectory(name);
        File.WriteAllText(Path.Combine(folder.FullName, "SKILL.md"), $"""
            ---
            name: {name}
            description: A fixture, to be measured.
            metadata:
              author: boternity
              version: "1.0"
              skill-type: tool
            ---

            # {name}
            """);
        File.Copy(FindFixture(name), Path.Combine(folder.FullName, "skill.wasm"));
    }

    private static string FindFixture(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "tests", "fixtures", "wasm", $"{name}.wasm");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("Run it from a checkout: the fixtures are in tests/fixtures/wasm.");
    }
}
