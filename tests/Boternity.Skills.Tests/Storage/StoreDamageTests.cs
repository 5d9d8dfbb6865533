using System.IO.Abstractions;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>
/// Whatever becomes of a file of a store, every method answers soon: with a result, or with an error of the library's
/// own. What is whole again works again.
/// </summary>
public sealed class StoreDamageTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestCaseSource(nameof(Files))]
    public async Task EveryMethod_FileIsDamaged_AnswersOrThrowsTheLibrarysOwn(string file)
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("0", "a.txt"));
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1", "a.txt"));
        await _bench.Store.InstallAsync(StoreBench.Prompt("1") with { SkillId = "other" });
        await StoreChurn.OpenGrants(_bench.Root).SetAsync(skill, new SkillGrants { Secrets = ["S"] });
        string path = Path.Combine(_bench.Root, file);
        foreach (FileDamage damage in FileDamage.All)
        {
            await damage.DuringAsync(path, async () =>
            {
                foreach ((string name, Func<Task> call) in Calls(skill))
                {
                    await AnswerAsync($"{name}, {file}: {damage.Name}", call);
                }
            });
            await _bench.Store.GetAsync("other");
        }

        await _bench.Store.RemoveAsync("probe");
        await _bench.Store.InstallAsync(StoreBench.Tool("2", "a.txt"));
        Assert.That((await _bench.Store.VerifyAsync()).Problems, Is.Empty);
    }

    [TestCase("skills")]
    [TestCase("previous")]
    [TestCase("staging")]
    [TestCase("names")]
    [TestCase("relations")]
    [TestCase("skills/probe")]
    [TestCase("skills/probe/probe")]
    public async Task EveryMethod_DirectoryIsSomethingElse_AnswersOrThrowsTheLibrarysOwn(string directory)
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("0", "a.txt"));
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1", "a.txt"));
        string path = Path.Combine(_bench.Root, directory);
        string aside = _bench.Root + "-aside";
        foreach (FileDamage damage in FileDamage.All.Where(static one => one.Name is "pipe" or "null" or "missing"
            || one.Name.StartsWith("link", StringComparison.Ordinal)))
        {
            Directory.Move(path, aside);
            await File.WriteAllTextAsync(path, "");
            await damage.DuringAsync(path, async () =>
            {
                foreach ((string name, Func<Task> call) in Calls(skill))
                {
                    await AnswerAsync($"{name}, {directory}: {damage.Name}", call);
                }
            });
            File.Delete(path);
            Directory.Move(aside, path);
        }
    }

    private static IEnumerable<string> Files() =>
    [
        "skills/probe/.boternity-meta.json", "skills/probe/.boternity-grants.json", "skills/probe/probe/SKILL.md",
        "skills/probe/probe/skill.wasm", "skills/probe/probe/a.txt", "previous/probe/.boternity-meta.json",
    ];

    // New objects each time: what one remembers of a file is another test's.
    private IEnumerable<(string Name, Func<Task> Call)> Calls(InstalledSkill skill)
    {
        FileSystemSkillStore store = _bench.Open(new FileSystem(), TimeSpan.FromSeconds(5));
        FileSystemGrantStore grants = StoreChurn.OpenGrants(_bench.Root);
        return
        [
            ("find", () => store.FindAsync("probe")),
            ("list", () => store.ListAsync()),
            ("find by name", () => store.FindByNameAsync("probe")),
            ("find similar", () => store.FindSimilarNamesAsync("prode", "x")),
            ("find referring", () => store.FindReferringAsync(["probe"])),
            ("find orphans", () => store.FindOrphansAsync()),
            ("find previous", () => store.FindPreviousAsync("probe")),
            ("read body", () => store.ReadBodyAsync(skill)),
            ("read instructions", () => store.ReadInstructionsAsync(skill)),
            ("read file", () => store.ReadFileAsync(skill, "a.txt")),
            ("open file", async () =>
            {
                await using Stream stream = await store.OpenFileAsync(skill, "a.txt");
                await stream.CopyToAsync(Stream.Null);
            }),
            ("check", async () => await store.CheckAsync(skill)),
            ("check all", async () => await store.CheckAsync(skill, SkillIntegrityCheck.Full)),
            ("open program", () => store.OpenForExecutionAsync(skill)),
            ("verify", () => store.VerifyAsync()),
            ("grants", async () => await grants.GetAsync(skill)),
            ("change grants", () => grants.ChangeAsync(skill, static now => now)),
        ];
    }

    private static async Task AnswerAsync(string what, Func<Task> call)
    {
        try
        {
            await Task.Run(call).WaitAsync(Soon);
        }
        catch (SkillException exception)
        {
            Assert.That(exception.Message, Does.EndWith(".").And.Not.EndsWith(".."), what);
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            Assert.Fail($"{what}: {exception}");
        }
    }
}
