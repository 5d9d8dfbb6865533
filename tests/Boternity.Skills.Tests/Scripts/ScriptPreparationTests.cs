using System.Runtime.Versioning;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Scripts;

/// <summary>
/// What a runtime has made before scripts run is kept for later processes. Here it is a random number.
/// </summary>
public sealed class ScriptPreparationTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    private string Root => _temporary.PathOf("cache", "runtimes");

    private string Kept => Directory.EnumerateFiles(Root, "*.prepared").Single();

    public void Dispose() => _temporary.Dispose();

    [Test]
    public async Task Run_InAnotherHost_HasWhatWasMade()
    {
        string first = await RunAsync();

        Assert.That(first, Has.Length.GreaterThan(10));
        Assert.That(await RunAsync(), Is.EqualTo(first));
    }

    [Test]
    public async Task Run_OfAnotherPreparation_HasItsOwn()
    {
        string first = await RunAsync();

        Assert.That(await RunAsync(script: "random\nsay other\n"), Is.Not.EqualTo(first));
        Assert.That(await RunAsync(input: "other"), Is.Not.EqualTo(first));
        Assert.That(Directory.EnumerateFiles(Root, "*.prepared"), Has.Exactly(3).Items);
    }

    [Test]
    public async Task Run_AfterWhatWasKeptIsDamaged_MakesItAnew()
    {
        string first = await RunAsync();
        byte[] content = await File.ReadAllBytesAsync(Kept);
        content[^2] ^= 1;
        await File.WriteAllBytesAsync(Kept, content);

        string second = await RunAsync();

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(await RunAsync(), Is.EqualTo(second));
    }

    [Test]
    public async Task Run_WithoutALifetimeOfStates_KeepsNothing()
    {
        string first = await RunAsync(lifetime: TimeSpan.Zero);

        Assert.That(await RunAsync(lifetime: TimeSpan.Zero), Is.Not.EqualTo(first));
        Assert.That(Directory.Exists(Root), Is.False);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public async Task Run_WhereOthersCanWrite_MakesItAnew()
    {
        string first = await RunAsync();
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_111_111);

        Assert.That(await RunAsync(), Is.Not.EqualTo(first));
    }

    private async Task<string> RunAsync(string script = "random\n", string input = "", TimeSpan? lifetime = null)
    {
        const string Library = "/usr/lib/make";
        WasiScriptRuntime runtime = ScriptBench.Runtime with
        {
            Name = "make",
            FileExtensions = [".make"],
            Mounts =
            [
                new ScriptMount
                {
                    GuestPath = Library,
                    Files = [new ScriptMountFile { Path = "make.obey", Content = Utf8(script) }],
                },
            ],
        };
        var preparation = new ScriptPreparation
        {
            Arguments = ["make", $"{Library}/make.obey"],
            StandardInput = Utf8(input),
            GuestPath = $"{Library}/made.txt",
        };
        using var bench = new ScriptBench(builder =>
        {
            builder.Services.Configure<BoternitySkillsOptions>(options =>
            {
                options.CachePath = _temporary.PathOf("cache");
                options.RuntimeStateLifetime = lifetime ?? options.RuntimeStateLifetime;
            });
            builder.Services.AddSingleton<IScriptRuntime>(new AnalyzingRuntime(runtime, preparation));
        });
        InstalledSkill skill = await bench.InstallAsync(("scripts/main.make", $"cat {Library}/made.txt\n"));
        return (await bench.Executor.ExecuteScriptAsync(skill, "scripts/main.make")).OutputText;
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
