using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Benchmarks.Skills;

/// <summary>A host with the fixtures installed, below a temporary folder that it removes.</summary>
internal sealed class BenchmarkHost : IAsyncDisposable
{
    private static readonly string[] Fixtures = ["js-skill", "c-skill", "rust-skill"];

    private readonly DirectoryInfo _home;
    private readonly ServiceProvider _provider;
    private readonly Dictionary<string, InstalledSkill> _skills = [];

    private BenchmarkHost(DirectoryInfo home, ServiceProvider provider)
    {
        _home = home;
        _provider = provider;
    }

    public static async Task<BenchmarkHost> CreateAsync()
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("boternity-benchmarks-");
        DirectoryInfo registry = home.CreateSubdirectory("registry");
        foreach (string name in Fixtures)
        {
            WriteSkill(registry, name);
        }
        var services = new ServiceCollection();
        services.AddBoternitySkills(options =>
        {
            options.StorePath = Path.Combine(home.FullName, "store");
            options.CachePath = Path.Combine(home.FullName, "cache");
        }).AddDirectoryRegistry("fixtures", registry.FullName);
        var host = new BenchmarkHost(home, services.BuildServiceProvider());
        var installer = host._provider.GetRequiredService<ISkillInstaller>();
        foreach (string name in Fixtures)
        {
            host._skills.Add(name, await installer.InstallAsync(SkillReference.Parse($"fixtures/{name}")));
        }
        return host;
    }

    public Task GrantAsync(string skill, SkillGrants grants) =>
        _provider.GetRequiredService<ISkillGrantStore>().SetAsync(_skills[skill], grants);

    public Task<SkillExecutionResult> ExecuteAsync(string skill, string input) =>
        _provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(_skills[skill], input);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _home.Delete(recursive: true);
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
