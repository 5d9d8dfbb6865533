using Boternity.Skills.Execution;
using Boternity.Skills.Scripts;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Scripts;

/// <summary>A runtime is initialised once, and no run leaves anything behind.</summary>
public sealed class ScriptSnapshotTests : IDisposable
{
    private readonly ScriptBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Init_SeesNothingOfTheRun()
    {
        SkillScriptResult result = await _bench.RunAsync("init\n", new SkillScriptOptions
        {
            Arguments = ["secret"],
            Environment = [new("SECRET", "s")],
        });

        Assert.That(result.OutputText, Is.EqualTo("arguments 0, variables 0, files 0, library hello\n"));
    }

    [Test]
    public async Task Init_OfTwoRuntimesWithOneModule_SeesTheFilesOfItsOwn()
    {
        using var bench = new ScriptBench(builder => builder.AddScriptRuntime(ScriptBench.Runtime with
        {
            Name = "other",
            FileExtensions = [".other"],
            Mounts =
            [
                new ScriptMount
                {
                    GuestPath = "/usr/lib/obey",
                    Files = [new ScriptMountFile { Path = "greeting.txt", Content = "bye\n"u8.ToArray() }],
                },
            ],
        }));
        InstalledSkill skill = await bench.InstallAsync(("scripts/a.obey", "init\n"), ("scripts/b.other", "init\n"));

        SkillScriptResult first = await bench.Executor.ExecuteScriptAsync(skill, "scripts/a.obey");
        SkillScriptResult second = await bench.Executor.ExecuteScriptAsync(skill, "scripts/b.other");

        Assert.That(first.OutputText, Does.EndWith("library hello\n"));
        Assert.That(second.OutputText, Does.EndWith("library bye\n"));
    }

    [Test]
    public async Task Run_AfterAnother_BeginsWithTheSameState()
    {
        const string Script = "runs\nruns\nheap\nheap\n";
        SkillScriptResult first = await _bench.RunAsync(Script);
        SkillScriptResult second = await _bench.RunAsync(Script);

        Assert.That(first.OutputText, Is.EqualTo("1\n2\n7 7\n9 9\n"));
        Assert.That(second.OutputText, Is.EqualTo(first.OutputText));
        Assert.That(second.FuelConsumed, Is.EqualTo(first.FuelConsumed), "the initialisation is nobody's fuel");
    }

    [Test]
    public async Task Run_AfterOneThatTrapped_BeginsWithTheSameState()
    {
        await Assert.ThrowsAsync<SkillTrapException>(() => _bench.RunAsync("runs\nheap\nabort\n"));

        Assert.That((await _bench.RunAsync("runs\nheap\n")).OutputText, Is.EqualTo("1\n7 7\n"));
    }

    [Test]
    public async Task Run_ManyAtOnce_AreApart()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            ("scripts/main.obey", "runs\nheap\nwrite /tmp/a x\nlist /tmp\n"));

        SkillScriptResult[] results = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            _ => _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.obey")));

        Assert.That(results.Select(result => result.OutputText), Is.All.EqualTo("1\n7 7\n1\n"));
    }

    [TestCase("grow 200000000\n", SkillLimitKind.Memory)]
    [TestCase("spin\n", SkillLimitKind.Fuel)]
    [TestCase("flood\n", SkillLimitKind.Output)]
    public async Task Run_OverALimit_IsStopped(string script, SkillLimitKind kind)
    {
        var limits = SkillLimits.Untrusted with { MaxFuel = 50_000_000 };
        if (kind == SkillLimitKind.Memory)
        {
            Assert.That(
                (await _bench.RunAsync(script, new SkillScriptOptions { Limits = limits })).OutputText,
                Is.EqualTo("refused\n"));
            return;
        }

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _bench.RunAsync(script, new SkillScriptOptions { Limits = limits })))!;

        Assert.That(error.Kind, Is.EqualTo(kind));
        Assert.That(error.FuelConsumed, Is.GreaterThan(0));
    }

    [Test]
    public async Task Run_OverItsTime_IsStopped()
    {
        var limits = SkillLimits.Untrusted with { Timeout = TimeSpan.FromMilliseconds(200), MaxFuel = long.MaxValue };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _bench.RunAsync("spin\n", new SkillScriptOptions { Limits = limits })))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Time));
    }

    [Test]
    public async Task Run_InitialisationThatTakesItsTime_IsNotTheRunsTime()
    {
        // A runtime that takes longer to be initialised than the run may take: the module is read before, so what is
        // slow is its init, which counts to 400 million.
        using var bench = new ScriptBench(builder => builder.AddScriptRuntime(new WasiScriptRuntime
        {
            Name = "slow",
            Version = "1",
            Language = "slow",
            FileExtensions = [".slow"],
            Module = SlowModule(),
        }));
        InstalledSkill skill = await bench.InstallAsync(("scripts/main.slow", "x"));
        var limits = SkillLimits.Verified with { Timeout = TimeSpan.FromMilliseconds(300), MaxFuel = 1_000 };

        SkillScriptResult result = await bench.Executor.ExecuteScriptAsync(
            skill, "scripts/main.slow", new SkillScriptOptions { Limits = limits });

        Assert.That(result.ExitCode, Is.EqualTo(7));
        Assert.That(result.FuelConsumed, Is.LessThan(1_000));
    }

    private static byte[] SlowModule()
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        writer.Export("memory", ExternKind.Memory, 0);
        writer.ExportedFunction(
            "init",
            [ValType.I32],
            code => code
                .I32(400_000_000).Set(0)
                .Op(Opcode.Loop, CodeWriter.Empty)
                .Get(0).I32(1).Op(Opcode.I32Sub).Op(Opcode.LocalTee, 0).Op(Opcode.BrIf, 0)
                .End()
                .I32(0),
            (1, ValType.I32));
        writer.ExportedFunction("run", [ValType.I32], code => code.I32(7));
        return writer.ToArray();
    }

    [Test]
    public async Task Run_Cancelled_Stops()
    {
        InstalledSkill skill = await _bench.InstallAsync(("scripts/main.obey", "say running\nspin\n"));
        using var cancel = new CancellationTokenSource();
        var options = new SkillScriptOptions
        {
            Limits = SkillLimits.Verified with { MaxFuel = long.MaxValue },
            Arguments = ["x"],
        };
        Task<SkillScriptResult> run = _bench.Executor.ExecuteScriptAsync(
            skill, "scripts/main.obey", options, cancel.Token);
        await cancel.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => run);
    }
}
