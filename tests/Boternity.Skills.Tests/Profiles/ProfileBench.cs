using System.Collections.Concurrent;
using Boternity.Skills.Auditing;
using Boternity.Skills.Profiles;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tests.Profiles;

/// <summary>A host with a store, a registry to install from, an audit and a log, all of them real.</summary>
internal sealed class ProfileBench : ISkillAudit, IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ListLogger<ProfileBench> _logger = new();
    private readonly ServiceProvider _provider;

    public ProfileBench(Action<IBoternitySkillsBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ISkillAudit>(this);
        services.AddLogging(logging => logging.AddProvider(new ListLoggerProvider(_logger)));
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options =>
            {
                options.StorePath = _directory.PathOf("store");
                options.CachePath = _directory.PathOf("cache");
            })
            .AddDirectoryRegistry("local", Directory.CreateDirectory(_directory.PathOf("skills")).FullName)
            .AddScriptRuntime(new WasiScriptRuntime
            {
                Name = "obey",
                Version = "1.0",
                Language = "obey",
                FileExtensions = [".obey"],
                Module = File.ReadAllBytes(Repository.PathOf("tests/fixtures/wasm/script-runtime.wasm")),
            });
        configure?.Invoke(builder);
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public ConcurrentQueue<SkillAuditEvent> Events { get; } = new();

    public IEnumerable<string> Warnings => _logger.Lines.Where(
        static line => line.StartsWith("Warning 3101", StringComparison.Ordinal));

    public ISkillStore Store => Get<ISkillStore>();

    public ISkillProfiles Profiles => Get<ISkillProfiles>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public T Get<T>(string key)
        where T : notnull => _provider.GetRequiredKeyedService<T>(key);

    public string PathOf(params string[] names) => _directory.PathOf(names);

    /// <summary>What the bot of a profile has that enables these skills, and no more is said.</summary>
    public SkillProfileServices Open(params string[] skills) =>
        Open([.. skills.Select(static id => new SkillProfileEntry { SkillId = id })]);

    public SkillProfileServices Open(params SkillProfileEntry[] skills) =>
        Profiles.Open(new SkillProfile { Name = "bot", Skills = skills });

    public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default)
    {
        Events.Enqueue(auditEvent);
        return ValueTask.CompletedTask;
    }

    /// <summary>Installs a prompt skill, or a later version of it, with a script that lists what it sees.</summary>
    public Task<InstalledSkill> InstallAsync(string name, string? version = null, params string[] metadata)
    {
        string[] lines = version is null ? metadata : [$"version: \"{version}\"", .. metadata];
        string fields = lines.Length == 0 ? "" : $"metadata:\n  {string.Join("\n  ", lines)}\n";
        Write(name, "SKILL.md", $"---\nname: {name}\ndescription: The skill {name}.\n{fields}---\nText of {name}.\n");
        Write(name, "scripts/env.obey", "args\nenv\n");
        Write(name, "scripts/input.obey", "input\n");
        Write(name, "notes.txt", $"Notes of {name} {version}.");
        return InstallFolderAsync(name);
    }

    /// <summary>Installs a tool skill of a program among the fixtures.</summary>
    public Task<InstalledSkill> InstallToolAsync(string name, string program, SkillInstallOptions? options = null)
    {
        Write(name, "SKILL.md", $"---\nname: {name}\ndescription: d\nmetadata:\n  skill-type: tool\n---\nUse it.\n");
        File.Copy(Repository.PathOf("tests/fixtures/wasm", program), PathOf("skills", name, "skill.wasm"), true);
        return InstallFolderAsync(name, options);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _directory.Dispose();
    }

    private Task<InstalledSkill> InstallFolderAsync(string name, SkillInstallOptions? options = null) =>
        Get<ISkillInstaller>().InstallAsync(SkillReference.Parse(name), options);

    private void Write(string name, string path, string text)
    {
        string file = _directory.PathOf(["skills", name, .. path.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
