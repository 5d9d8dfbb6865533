using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>The host that tests/fixtures/expected.json was made with: fixed answers, no policy.</summary>
internal sealed class FixtureHost : ISkillHost, IGuestEnvironment, IGuestFileSystem, IDisposable
{
    private static readonly string[] Memories = ["likes tea", "likes long walks", "dislikes stairs", "tea is at four"];
    private static readonly Dictionary<string, string> Web = new()
    {
        ["https://api.example.com/greeting"] = "hello from afar ☕",
    };
    private static readonly Dictionary<string, string> Secrets = new() { ["API_KEY"] = "s3cret" };
    private static readonly Dictionary<string, string> Environment = new() { ["LANG"] = "C.UTF-8", ["MODE"] = "test" };

    private static readonly Dictionary<string, string> Files = new()
    {
        ["notes.txt"] = "first line\nsecond line – with a dash\n",
        ["sub/deep.txt"] = "deep",
    };

    private TemporaryDirectory? _disk;
    private GrantedDirectory? _directory;

    public List<(string Level, string Message)> Lines { get; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> ListVariables() => [.. Environment];

    /// <summary>The same files on a disk, below <c>/data</c>.</summary>
    public IReadOnlyList<PreopenedDirectory> OpenDirectories()
    {
        _disk ??= CreateDisk();
        var grant = new SkillDirectoryGrant
        {
            GuestPath = "/data",
            HostPath = _disk.Root,
            Access = SkillFileAccess.ReadWrite,
        };
        var options = new SkillHostOptions();
        var meter = new CapabilityMeter(
            FixtureContext.Value, SkillViolationMode.Deny, new SecretRedactor(), NullLogger.Instance);
        _directory = GrantedDirectory.OpenRoot(grant, meter, new FileQuota(options), options);
        return [new PreopenedDirectory { GuestPath = "/data", Directory = _directory }];
    }

    public void Dispose()
    {
        _directory?.Dispose();
        _disk?.Dispose();
    }

    public ValueTask<IReadOnlyList<string>> RecallMemoryAsync(
        string query, uint limit, CancellationToken cancellationToken = default) =>
        new([
            .. Memories.Where(memory => memory.Contains(query, StringComparison.Ordinal)).Take(
                (int)Math.Min(limit, 100)),
        ]);

    public ValueTask<SkillHostResult> HttpGetAsync(string url, CancellationToken cancellationToken = default) =>
        new(Find(Web, url, "no answer"));

    public ValueTask<SkillHostResult> HttpPostAsync(
        string url, string body, CancellationToken cancellationToken = default) =>
        new(Web.TryGetValue(url, out string? answer)
            ? SkillHostResult.Ok(answer + body)
            : SkillHostResult.Fail($"no answer: {url}"));

    public SkillHostResult ReadFile(string path) => Find(Files, path, "no such file");

    public SkillHostResult WriteFile(string path, string content) =>
        path.StartsWith("out/", StringComparison.Ordinal)
            ? SkillHostResult.Ok()
            : SkillHostResult.Fail($"not below out/: {path}");

    public ValueTask<SkillHostResult> GetSecretAsync(string name, CancellationToken cancellationToken = default) =>
        new(Find(Secrets, name, "no such secret"));

    public SkillHostResult ReadEnvironment(string name) => Find(Environment, name, "no such variable");

    public void Log(string level, string message)
    {
        // A host that remembers everything would be the flood's victim.
        if (Lines.Count < 100)
        {
            Lines.Add((level, message));
        }
    }

    private static TemporaryDirectory CreateDisk()
    {
        var disk = new TemporaryDirectory();
        foreach ((string path, string content) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(disk.PathOf(path))!);
            File.WriteAllText(disk.PathOf(path), content);
        }

        return disk;
    }

    private static SkillHostResult Find(Dictionary<string, string> values, string key, string missing) =>
        values.TryGetValue(key, out string? value)
            ? SkillHostResult.Ok(value)
            : SkillHostResult.Fail($"{missing}: {key}");
}
