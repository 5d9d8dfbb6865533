using Boternity.Skills.Execution.Sandbox;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Tests.Execution.Sandbox;

/// <summary>The host that tests/fixtures/expected.json was made with: fixed answers, no policy.</summary>
internal sealed class FixtureHost : ISkillHost, ISandboxGrants
{
    private static readonly string[] Memories = ["likes tea", "likes long walks", "dislikes stairs", "tea is at four"];
    private static readonly Dictionary<string, string> Web = new() { ["https://api.example.com/greeting"] = "hello from afar ☕" };
    private static readonly Dictionary<string, string> Secrets = new() { ["API_KEY"] = "s3cret" };
    private static readonly Dictionary<string, string> Environment = new() { ["LANG"] = "C.UTF-8", ["MODE"] = "test" };

    private static readonly Dictionary<string, string> Files = new()
    {
        ["notes.txt"] = "first line\nsecond line – with a dash\n",
        ["sub/deep.txt"] = "deep",
    };

    public List<(string Level, string Message)> Lines { get; } = [];

    public required SkillContext Context { get; init; }

    public IReadOnlyList<string> Arguments => ["program", "one", "two"];

    public IWasiHttp? Http => null;

    public IReadOnlyList<KeyValuePair<string, string>> ListEnvironment() => [.. Environment];

    public IReadOnlyList<(string GuestPath, WasiDirectory Directory)> OpenDirectories() => [];

    public ValueTask<IReadOnlyList<string>> RecallMemoryAsync(string query, uint limit, CancellationToken cancellationToken = default) =>
        new([.. Memories.Where(memory => memory.Contains(query, StringComparison.Ordinal)).Take((int)Math.Min(limit, 100))]);

    public ValueTask<SkillHostResult> HttpGetAsync(string url, CancellationToken cancellationToken = default) =>
        new(Find(Web, url, "no answer"));

    public ValueTask<SkillHostResult> HttpPostAsync(string url, string body, CancellationToken cancellationToken = default) =>
        new(Web.TryGetValue(url, out string? answer) ? SkillHostResult.Ok(answer + body) : SkillHostResult.Fail($"no answer: {url}"));

    public SkillHostResult ReadFile(string path) => Find(Files, path, "no such file");

    public SkillHostResult WriteFile(string path, string content) =>
        path.StartsWith("out/", StringComparison.Ordinal) ? SkillHostResult.Ok() : SkillHostResult.Fail($"not below out/: {path}");

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

    private static SkillHostResult Find(Dictionary<string, string> values, string key, string missing) =>
        values.TryGetValue(key, out string? value) ? SkillHostResult.Ok(value) : SkillHostResult.Fail($"{missing}: {key}");
}
