using System.Runtime.Versioning;
using Boternity.Skills.Scripts;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Scripts;

/// <summary>The state of a runtime that takes long to be initialised is kept for later processes.</summary>
public sealed class ScriptStateTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private string Root => _temporary.PathOf("cache", "runtimes");

    private string File => Directory.EnumerateFiles(Root, "*.state").Single();

    [Test]
    public async Task Run_InAnotherHost_BeginsWithTheKeptState()
    {
        int first = await RunAsync();

        Assert.That(await RunAsync(), Is.EqualTo(first));
        Assert.That(Directory.EnumerateFiles(Root), Has.Exactly(1).Items);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                System.IO.File.GetUnixFileMode(Root),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(
                System.IO.File.GetUnixFileMode(File), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task Run_OfAnotherVersionOrLibrary_BeginsAnew()
    {
        int first = await RunAsync();

        Assert.That(await RunAsync(library: "other"), Is.Not.EqualTo(first));
        Assert.That(await RunAsync(iterations: 60_000_001), Is.Not.EqualTo(first));
        Assert.That(Directory.EnumerateFiles(Root), Has.Exactly(3).Items);
    }

    [Test]
    public async Task Run_AfterTheFileWasDamaged_BeginsAnewAndReplacesIt()
    {
        int first = await RunAsync();
        byte[] content = await System.IO.File.ReadAllBytesAsync(File);
        content[^1] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, content);

        int second = await RunAsync();

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(await RunAsync(), Is.EqualTo(second));
    }

    [Test]
    public async Task Run_AfterItsLifetime_BeginsAnew()
    {
        int first = await RunAsync();
        System.IO.File.SetLastWriteTimeUtc(File, DateTime.UtcNow - TimeSpan.FromHours(25));

        Assert.That(await RunAsync(), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Run_WithoutALifetime_KeepsNothing()
    {
        int first = await RunAsync(lifetime: TimeSpan.Zero);

        Assert.That(await RunAsync(lifetime: TimeSpan.Zero), Is.Not.EqualTo(first));
        Assert.That(Directory.Exists(Root), Is.False);
    }

    [Test]
    public async Task Run_OfARuntimeThatIsInitialisedAtOnce_KeepsNothing()
    {
        await RunAsync(iterations: 1_000);

        Assert.That(Directory.Exists(Root), Is.False);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public async Task Run_WhereOthersCanWrite_BeginsAnew()
    {
        int first = await RunAsync();
        System.IO.File.SetUnixFileMode(Root, (UnixFileMode)0b111_111_111);

        Assert.That(await RunAsync(), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Run_AfterTheAnalysis_BeginsWithItsState()
    {
        using var bench = new ScriptBench(builder =>
        {
            builder.Services.Configure<BoternitySkillsOptions>(
                options => options.CachePath = _temporary.PathOf("cache"));
            builder.Services.AddSingleton<IScriptRuntime>(new AnalyzingRuntime(Dice("same", 60_000_000)));
        });
        InstalledSkill skill = await bench.InstallAsync(("scripts/main.dice", "x"));
        string state = File;
        byte[] content = await System.IO.File.ReadAllBytesAsync(state);

        int thrown = (await bench.Executor.ExecuteScriptAsync(skill, "scripts/main.dice")).ExitCode;

        Assert.That(File, Is.EqualTo(state));
        Assert.That(content.AsSpan().IndexOf(BitConverter.GetBytes(thrown)), Is.GreaterThanOrEqualTo(0));
    }

    private async Task<int> RunAsync(string library = "same", int iterations = 60_000_000, TimeSpan? lifetime = null)
    {
        using var bench = new ScriptBench(builder =>
        {
            builder.Services.Configure<BoternitySkillsOptions>(options =>
            {
                options.CachePath = _temporary.PathOf("cache");
                options.RuntimeStateLifetime = lifetime ?? options.RuntimeStateLifetime;
            });
            builder.AddScriptRuntime(Dice(library, iterations));
        });
        InstalledSkill skill = await bench.InstallAsync(("scripts/main.dice", "x"));
        return (await bench.Executor.ExecuteScriptAsync(skill, "scripts/main.dice")).ExitCode;
    }

    private static WasiScriptRuntime Dice(string library, int iterations) => new()
    {
        Name = "dice",
        Version = "1",
        Language = "dice",
        FileExtensions = [".dice"],
        Module = ModuleOf(iterations),
        Mounts =
        [
            new ScriptMount
            {
                GuestPath = "/usr/lib/dice",
                Files = [new ScriptMountFile { Path = "a", Content = Utf8(library) }],
            },
        ],
    };

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    // Its init throws the dice and counts for a while; its run tells what was thrown.
    private static byte[] ModuleOf(int iterations)
    {
        var writer = new ModuleWriter();
        int random = writer.ImportFunction(
            "wasi_snapshot_preview1", "random_get", writer.Type([ValType.I32, ValType.I32], [ValType.I32]));
        writer.Memory(1);
        writer.Export("memory", ExternKind.Memory, 0);
        writer.ExportedFunction(
            "init",
            [ValType.I32],
            code => code
                .I32(iterations).Set(0)
                .Op(Opcode.Loop, CodeWriter.Empty)
                .Get(0).I32(1).Op(Opcode.I32Sub).Op(Opcode.LocalTee, 0).Op(Opcode.BrIf, 0)
                .End()
                .I32(16).I32(4).Op(Opcode.Call, random),
            (1, ValType.I32));
        writer.ExportedFunction("run", [ValType.I32], code => code.I32(16).Op(Opcode.I32Load, 2, 0));
        return writer.ToArray();
    }
}
