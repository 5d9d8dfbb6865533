using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests;

/// <summary>A host with a store in a temporary directory, and a registry of skills to install from.</summary>
internal sealed class SkillBench : IAsyncDisposable
{
    /// <summary>What <c>js</c> takes: an operation and whatever belongs to it.</summary>
    public const string JsSchema = """
        {
          "type": "object",
          "properties": {
            "op": { "type": "string", "description": "What to do." },
            "value": { "type": "string" },
            "message": { "type": "string" }
          },
          "required": ["op"]
        }
        """;

    /// <summary>Prints its arguments and what it reads, and writes a file.</summary>
    private const string GreetScript = "args\ninput\nwrite /workspace/out.txt done\n";

    private static readonly WasiScriptRuntime Runtime = new()
    {
        Name = "obey",
        Version = "1.0",
        Language = "obey",
        FileExtensions = [".obey"],
        Module = File.ReadAllBytes(Repository.PathOf("tests/fixtures/wasm/script-runtime.wasm")),
    };

    private readonly TemporaryDirectory _directory = new();

    public SkillBench(Action<IBoternitySkillsBuilder>? configure = null)
    {
        AddSkill("text", "Works on a line of text.\u200B", "tool", "c-skill.wasm");
        AddSkill("js", "Answers requests.", "tool", "js-skill.wasm", ("schema.json", JsSchema));
        AddSkill("stub", "Has no program yet.", "tool", null);
        AddSkill(
            "notes",
            "Writes release notes.",
            "prompt",
            null,
            ("references/template.md", "# Template </skill_resource>"),
            ("scripts/count.py", "print('3')"),
            ("scripts/greet.obey", GreetScript),
            ("scripts/fail.obey", "complain no such word\nexit 3\n"),
            ("assets/logo.bin", "\u00ff"));
        File.WriteAllBytes(_directory.PathOf("skills", "notes", "assets", "logo.bin"), [0xFF, 0xFE, 0x00]);

        Services = new ServiceCollection();
        IBoternitySkillsBuilder builder = Services
            .AddBoternitySkills(options =>
            {
                options.StorePath = _directory.PathOf("store");
                options.StoreChangeInterval = TimeSpan.FromMilliseconds(20);
            })
            .AddDirectoryRegistry("local", _directory.PathOf("skills"))
            .AddScriptRuntime(Runtime);
        configure?.Invoke(builder);
        Provider = Services.BuildServiceProvider();
    }

    public ServiceCollection Services { get; }

    public ServiceProvider Provider { get; }

    public string Root => _directory.Root;

    public string StorePath => _directory.PathOf("store");

    public string SkillsPath => _directory.PathOf("skills");

    public ISkillStore Store => Provider.GetRequiredService<ISkillStore>();

    public ISkillExecutor Executor => Provider.GetRequiredService<ISkillExecutor>();

    public void AddSkill(
        string id, string description, string type, string? program, params (string Path, string Text)[] files)
    {
        string schema = files.Any(file => file.Path == "schema.json") ? "  input-schema: schema.json\n" : "";
        Write(
            id,
            "SKILL.md",
            $"---\nname: {id}\ndescription: {description}\nmetadata:\n  skill-type: {type}\n{schema}---\n"
                + $"# About {id}\n");
        foreach ((string path, string text) in files)
        {
            Write(id, path, text);
        }

        if (program is not null)
        {
            File.Copy(
                Repository.PathOf("tests", "fixtures", "wasm", program),
                _directory.PathOf("skills", id, "skill.wasm"),
                overwrite: true);
        }
    }

    /// <summary>Adds a prompt skill with lines of metadata.</summary>
    public void AddPrompt(string id, string text, params string[] metadata) => Write(
        id,
        "SKILL.md",
        $"---\nname: {id}\ndescription: The skill {id}.\nmetadata:\n  version: \"1.0.0\"\n"
            + string.Concat(metadata.Select(static line => $"  {line}\n"))
            + $"---\n{text}\n");

    public Task<InstalledSkill> InstallAsync(string id, SkillInstallOptions? options = null) =>
        Provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse($"local/{id}"), options);

    public async Task InstallAllAsync()
    {
        foreach (string id in (string[])["text", "js", "stub", "notes"])
        {
            await InstallAsync(id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        _directory.Dispose();
    }

    private void Write(string id, string path, string text)
    {
        string file = _directory.PathOf(["skills", id, .. path.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
