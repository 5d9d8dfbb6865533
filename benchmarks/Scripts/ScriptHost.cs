using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Benchmarks.Scripts;

/// <summary>A host with a skill of scripts installed, below a temporary folder that it removes.</summary>
internal sealed class ScriptHost : IAsyncDisposable
{
    private const string Work = """
        import json, re, hashlib, collections
        words = re.findall(r"\w+", " ".join(f"word{i % 97} and {i}" for i in range(2000)))
        counts = collections.Counter(words)
        print(hashlib.sha256(json.dumps(counts, sort_keys=True).encode()).hexdigest())
        """;

    private const string Compute = """
        def fib(n):
            return n if n < 2 else fib(n - 1) + fib(n - 2)
        total = fib(23)
        table = {}
        for i in range(60000):
            table[str(i % 977)] = table.get(str(i % 977), 0) + i
        print(total, sum(table.values()))
        """;

    private const string Files = """
        import os
        total = 0
        for i in range(300):
            path = f"/tmp/file{i % 20}.txt"
            with open(path, "w") as file:
                file.write("some text " * 100)
            with open(path) as file:
                total += len(file.read())
            total += os.stat(path).st_size
        total += len(os.listdir("/tmp"))
        print(total)
        """;

    private const string SkillName = "scripts-skill";

    private readonly DirectoryInfo _home;
    private readonly bool _isOwner;
    private readonly ServiceProvider _provider;
    private readonly InstalledSkill _skill;

    private ScriptHost(DirectoryInfo home, bool isOwner, ServiceProvider provider, InstalledSkill skill)
    {
        _home = home;
        _isOwner = isOwner;
        _provider = provider;
        _skill = skill;
    }

    /// <summary>The folder that <see cref="OpenAsync"/> opens in another process.</summary>
    public string Home => _home.FullName;

    public static string DifferentName(int number) => $"different{number}.py";

    /// <param name="differentScripts">How many scripts there are that differ in what they do.</param>
    /// <param name="configure">Takes another engine than the managed one.</param>
    public static async Task<ScriptHost> CreateAsync(
        int differentScripts, Action<IBoternitySkillsBuilder>? configure = null)
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("boternity-benchmarks-");
        string scripts = home.CreateSubdirectory("registry/scripts-skill/scripts").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(scripts, "..", "SKILL.md"), "---\nname: scripts-skill\ndescription: To be measured.\n---\n");
        await File.WriteAllTextAsync(Path.Combine(scripts, "hello.py"), "print(1+1)\n");
        await File.WriteAllTextAsync(Path.Combine(scripts, "hello.js"), "console.log(1);\n");
        await File.WriteAllTextAsync(Path.Combine(scripts, "work.py"), Work);
        await File.WriteAllTextAsync(Path.Combine(scripts, "compute.py"), Compute);
        await File.WriteAllTextAsync(Path.Combine(scripts, "files.py"), Files);
        for (int i = 0; i < differentScripts; i++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(scripts, DifferentName(i)),
                $"import json, re\nprint(json.dumps([re.sub('a', '{i}', 'banana') for n in range({100 + i})])[:20])\n");
        }

        ServiceProvider provider = Build(home.FullName, configure);
        return new ScriptHost(
            home,
            isOwner: true,
            provider,
            await provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse(SkillName)));
    }

    /// <summary>The folder of the installed skill.</summary>
    public string Skill => _skill.RootPath;

    /// <summary>Opens what another process created.</summary>
    public static async Task<ScriptHost> OpenAsync(string home, Action<IBoternitySkillsBuilder>? configure = null)
    {
        ServiceProvider provider = Build(home, configure);
        return new ScriptHost(
            new DirectoryInfo(home),
            isOwner: false,
            provider,
            await provider.GetRequiredService<ISkillStore>().GetAsync(SkillName));
    }

    /// <summary>Removes what is kept for later processes.</summary>
    public void ClearCache()
    {
        string cache = Path.Combine(Home, "cache");
        if (Directory.Exists(cache))
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    public async Task<SkillScriptResult> RunAsync(string script)
    {
        SkillScriptResult result = await _provider.GetRequiredService<ISkillExecutor>()
            .ExecuteScriptAsync(_skill, $"scripts/{script}");
        return result.ExitCode == 0 ? result : throw new InvalidOperationException(result.ErrorText);
    }

    /// <summary>The time of the same script in its language's own program, its start included; null without
    /// one.</summary>
    public async Task<double?> RunNativelyAsync(string program, string script)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, [Path.Combine(_skill.RootPath, "scripts", script)])
                {
                    RedirectStandardOutput = true,
                })!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

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
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options =>
            {
                options.StorePath = Path.Combine(home, "store");
                options.CachePath = Path.Combine(home, "cache");
            })
            .AddDirectoryRegistry("local", Path.Combine(home, "registry"))
            .AddPython()
            .AddJavaScript();
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
