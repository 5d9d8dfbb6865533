using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>
/// A host with everything real, and a script runtime that obeys its scripts line by line (fixtures/src/runtime).
/// </summary>
internal sealed class ScriptBench : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly ServiceProvider _services;

    public ScriptBench(Action<IBoternitySkillsBuilder>? configure = null)
    {
        Directory.CreateDirectory(_temporary.PathOf("skills"));
        var services = new ServiceCollection();
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options =>
            {
                options.StorePath = _temporary.PathOf("store");
                options.CachePath = _temporary.PathOf("cache");
            })
            .AddDirectoryRegistry("local", _temporary.PathOf("skills"))
            .AddScriptRuntime(Runtime);
        configure?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    public static WasiScriptRuntime Runtime { get; } = new()
    {
        Name = "obey",
        Version = "1.0",
        Language = "obey",
        FileExtensions = [".obey"],
        Module = File.ReadAllBytes(Repository.PathOf("tests/fixtures/wasm/script-runtime.wasm")),
        Mounts =
        [
            new ScriptMount
            {
                GuestPath = "/usr/lib/obey",
                Files = [new ScriptMountFile { Path = "greeting.txt", Content = "hello\n"u8.ToArray() }],
            },
        ],
        Environment = [new("OBEY", "always")],
    };

    public ISkillExecutor Executor => _services.GetRequiredService<ISkillExecutor>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public string PathOf(params string[] names) => _temporary.PathOf(names);

    /// <summary>Installs a prompt skill with files.</summary>
    public async Task<InstalledSkill> InstallAsync(params (string Path, string Text)[] files)
    {
        string folder = _temporary.PathOf("skills", "probe");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach ((string path, string text) in
            files.Prepend(("SKILL.md", "---\nname: probe\ndescription: Obeys.\n---\n\nObey.\n")))
        {
            string file = Path.Combine([folder, .. path.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        return await _services.GetRequiredService<ISkillInstaller>()
            .InstallAsync(SkillReference.Parse("probe"));
    }

    /// <summary>Installs a skill of one script and runs it.</summary>
    public async Task<SkillScriptResult> RunAsync(string script, SkillScriptOptions? options = null)
    {
        InstalledSkill skill = await InstallAsync(("scripts/main.obey", script));
        return await Executor.ExecuteScriptAsync(skill, "scripts/main.obey", options);
    }

    public void Dispose()
    {
        _services.Dispose();
        _temporary.Dispose();
    }
}
