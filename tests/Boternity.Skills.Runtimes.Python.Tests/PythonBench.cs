using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>A host with the Python runtime, and a directory of skills.</summary>
internal sealed class PythonBench : IDisposable
{
    // What is kept of initialised interpreters is kept for all hosts of a test run.
    private static readonly TemporaryDirectory SharedCache = new();

    private static readonly Lazy<PythonBench> SharedBench = new(static () => new PythonBench());

    private readonly TemporaryDirectory _temporary = new();
    private readonly ServiceProvider _services;

    public PythonBench(Action<PythonOptions>? configure = null)
    {
        RequireRuntime();
        Directory.CreateDirectory(_temporary.PathOf("skills"));
        var services = new ServiceCollection();
        services
            .AddBoternitySkills(options =>
            {
                options.StorePath = _temporary.PathOf("store");
                options.CachePath = SharedCache.PathOf("cache");
            })
            .AddDirectoryRegistry("local", _temporary.PathOf("skills"))
            .AddPython(configure);
        _services = services.BuildServiceProvider();
    }

    /// <summary>A host without packages, which tests share because its interpreter starts once.</summary>
    public static PythonBench Shared
    {
        get
        {
            RequireRuntime();
            return SharedBench.Value;
        }
    }

    /// <summary>The folder of the scripts that tests run.</summary>
    public static string Scripts { get; } =
        Repository.PathOf("tests", "Boternity.Skills.Runtimes.Python.Tests", "Scripts");

    public ISkillExecutor Executor => _services.GetRequiredService<ISkillExecutor>();

    /// <summary>Skips the test where the interpreter was not built.</summary>
    public static void RequireRuntime()
    {
        if (!PythonRuntime.IsIncluded)
        {
            Assert.Ignore("There is no interpreter. Build it with: bash build/runtimes/build.sh python");
        }
    }

    /// <summary>Ends the shared host, if there was one.</summary>
    public static void DisposeShared()
    {
        if (SharedBench.IsValueCreated)
        {
            SharedBench.Value.Dispose();
        }

        SharedCache.Dispose();
    }

    public string PathOf(params string[] names) => _temporary.PathOf(names);

    /// <summary>Installs a skill with all scripts of the tests.</summary>
    public Task<InstalledSkill> InstallScriptsAsync() => InstallAsync("scripts", SkillWriter.ScriptsOf(Scripts));

    /// <summary>Installs a skill with files.</summary>
    public async Task<InstalledSkill> InstallAsync(string name, IEnumerable<(string Path, byte[] Content)> files)
    {
        await SkillWriter.WriteAsync(_temporary.PathOf("skills", name), files);
        return await _services.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse(name));
    }

    /// <summary>Installs a skill of one script.</summary>
    public Task<InstalledSkill> InstallAsync(string name, string script) =>
        InstallAsync(name, [("scripts/main.py", Encoding.UTF8.GetBytes(script))]);

    /// <summary>Installs a skill of one script and runs it.</summary>
    public async Task<SkillScriptResult> RunAsync(string script, SkillScriptOptions? options = null)
    {
        string name = $"one-{Guid.NewGuid():N}";
        return await Executor.ExecuteScriptAsync(await InstallAsync(name, script), "scripts/main.py", options);
    }

    public void Dispose()
    {
        _services.Dispose();
        _temporary.Dispose();
    }
}
