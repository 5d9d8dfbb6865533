using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>A host with the JavaScript runtime, and a directory of skills.</summary>
internal sealed class JavaScriptBench : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly ServiceProvider _services;

    public JavaScriptBench()
    {
        RequireRuntime();
        Directory.CreateDirectory(_temporary.PathOf("skills"));
        var services = new ServiceCollection();
        services
            .AddBoternitySkills(options => options.StorePath = _temporary.PathOf("store"))
            .AddDirectoryRegistry("local", _temporary.PathOf("skills"))
            .AddJavaScript();
        _services = services.BuildServiceProvider();
    }

    /// <summary>The folder of the scripts that tests run.</summary>
    public static string Scripts { get; } =
        Repository.PathOf("tests", "Boternity.Skills.Runtimes.JavaScript.Tests", "Scripts");

    public ISkillExecutor Executor => _services.GetRequiredService<ISkillExecutor>();

    /// <summary>Skips the test where the interpreter was not built.</summary>
    public static void RequireRuntime()
    {
        if (!JavaScriptRuntime.IsIncluded)
        {
            Assert.Ignore("There is no interpreter. Build it with: bash build/runtimes/build.sh javascript");
        }
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

    /// <summary>Installs a skill with texts.</summary>
    public Task<InstalledSkill> InstallAsync(string name, params (string Path, string Text)[] files) =>
        InstallAsync(name, files.Select(static file => (file.Path, Encoding.UTF8.GetBytes(file.Text))));

    /// <summary>Installs a skill of one script and runs it.</summary>
    public async Task<SkillScriptResult> RunAsync(
        string script, SkillScriptOptions? options = null, string path = "scripts/main.js")
    {
        InstalledSkill skill = await InstallAsync($"one-{Guid.NewGuid():N}", (path, script));
        return await Executor.ExecuteScriptAsync(skill, path, options);
    }

    public void Dispose()
    {
        _services.Dispose();
        _temporary.Dispose();
    }
}
