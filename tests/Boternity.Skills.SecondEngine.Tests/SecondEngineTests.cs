using Boternity.Skills.Auditing;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;

namespace Boternity.Skills.SecondEngine.Tests;

/// <summary>
/// An engine that knows the public contracts alone gives its programs what was granted, and is held to the same policy.
/// </summary>
[TestFixture]
internal sealed class SecondEngineTests
{
    [Test]
    public async Task Execute_FileRequestArgumentsAndInputGranted_ReachTheProgram()
    {
        await using var host = new ScriptHost();
        await File.WriteAllTextAsync(Path.Combine(host.DataPath, "notes.txt"), "the notes");
        host.Grants = Everything(host);

        SkillExecutionResult result = await host.ExecuteAsync(
            $"args\ninput\nenv\nread /data/notes.txt\nget http://127.0.0.1:{host.Port}/path\nask /data/notes.txt",
            "the input",
            new SkillExecutionOptions { Arguments = ["one", "two"] });

        Assert.That(result.Output, Is.EqualTo("scripted,one,two\nthe input\nPATH\nthe notes\n200 hello\nthe notes\n"));
        Assert.That(host.Requests, Is.EqualTo(new[] { "/path" }));
        Assert.That((result.FuelConsumed, result.PeakMemoryBytes), Is.EqualTo((60L, 65_536L)));
    }

    [Test]
    public async Task Execute_Uses_AreCountedAndAudited()
    {
        await using var host = new ScriptHost();
        await File.WriteAllTextAsync(Path.Combine(host.DataPath, "notes.txt"), "the notes");
        host.Grants = Everything(host);

        SkillExecutionResult result = await host.ExecuteAsync(
            $"read /data/notes.txt\nget http://127.0.0.1:{host.Port}/\nenv");

        Assert.That(
            result.CapabilityUses.Select(use => (use.Capability, use.Scope, use.Denied)),
            Is.EqualTo(new[]
            {
                (SkillCapability.ReadFile, "/data", 0L),
                (SkillCapability.HttpGet, $"http://127.0.0.1:{host.Port}", 0L),
                (SkillCapability.ReadEnv, "PATH", 0L),
            }));
        SkillAuditEvent executed = host.Events.Single(audited => audited.Action == SkillAuditAction.Executed);
        Assert.That(executed.CapabilityUses, Is.EqualTo(result.CapabilityUses));
        Assert.That((executed.Outcome, executed.Fuel, executed.PeakMemoryBytes), Is.EqualTo(("success", 30L, 65_536L)));
    }

    [Test]
    public async Task Execute_NothingGranted_IsDeniedAndTheHostLearnsWhy()
    {
        await using var host = new ScriptHost();

        SkillExecutionResult result = await host.ExecuteAsync(
            $"read /data/notes.txt\nget http://127.0.0.1:{host.Port}/\nenv\nask /data/notes.txt");

        Assert.That(result.Output, Is.EqualTo(
            "file error NotPermitted\nhttp error Denied\n\n"
                + "capability denied: read_file not granted for skill 'scripted'\n"));
        Assert.That(host.Requests, Is.Empty);
        Assert.That(
            result.CapabilityUses.Select(use => (use.Capability, use.Denied, use.DenialReason)),
            Is.EqualTo(new[]
            {
                (SkillCapability.ReadFile, 1L, SkillDenialReason.NotGranted as SkillDenialReason?),
                (SkillCapability.HttpGet, 1L, SkillDenialReason.NotGranted),
            }));
    }

    [Test]
    public async Task Execute_DeniedUseWhereItEndsRuns_EndsTheRunWithItsCost()
    {
        await using var host = new ScriptHost(options => options.OnViolation = SkillViolationMode.Terminate);

        SkillCapabilityDeniedException denied = (await Assert.ThrowsAsync<SkillCapabilityDeniedException>(
            () => host.ExecuteAsync($"args\nget http://127.0.0.1:{host.Port}/")))!;

        Assert.That((denied.Capability, denied.FuelConsumed), Is.EqualTo((SkillCapability.HttpGet, 20L)));
        Assert.That(host.Events.Last().Fuel, Is.EqualTo(20));
    }

    [Test]
    public async Task Execute_OverALimit_ReportsItsCost()
    {
        await using var host = new ScriptHost();

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () =>
                host.ExecuteAsync(
                    "loop", options: new SkillExecutionOptions { Limits = new SkillLimits { MaxFuel = 1_000 } })))!;

        Assert.That(
            (error.Kind, error.FuelConsumed, error.PeakMemoryBytes),
            Is.EqualTo((SkillLimitKind.Fuel, 1_010L, 65_536L)));
        Assert.That((host.Events.Last().Outcome, host.Events.Last().Fuel), Is.EqualTo((error.Code, 1_010L)));
    }

    [Test]
    public async Task Execute_OutputOverItsLimit_IsALimitErrorWithItsCost()
    {
        await using var host = new ScriptHost();

        SkillLimitExceededException error =
            (await Assert.ThrowsAsync<SkillLimitExceededException>(() => host.ExecuteAsync(
                "input",
                new string('x', 100),
                new SkillExecutionOptions { Limits = new SkillLimits { MaxOutputBytes = 50 } })))!;

        Assert.That((error.Kind, error.FuelConsumed), Is.EqualTo((SkillLimitKind.Output, 10L)));
    }

    [Test]
    public async Task Execute_CancelledOrOutOfTime_ReportsItsCost()
    {
        await using var host = new ScriptHost();
        using var cancellation = new CancellationTokenSource();
        var unlimited = new SkillLimits { MaxFuel = long.MaxValue };

        Task run = host.ExecuteAsync("loop", "", new SkillExecutionOptions { Limits = unlimited }, cancellation.Token);
        await Task.WhenAny(run, host.Started);
        await cancellation.CancelAsync();
        SkillExecutionCanceledException cancelled =
            (await Assert.ThrowsAsync<SkillExecutionCanceledException>(() => run))!;
        SkillLimitExceededException late =
            (await Assert.ThrowsAsync<SkillLimitExceededException>(() => host.ExecuteAsync(
                "loop",
                "",
                new SkillExecutionOptions { Limits = unlimited with { Timeout = TimeSpan.FromMilliseconds(200) } })))!;

        Assert.That(cancelled.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That(cancelled.FuelConsumed, Is.Positive);
        Assert.That((late.Kind, late.FuelConsumed > 0), Is.EqualTo((SkillLimitKind.Time, true)));
        Assert.That(
            host.Events
                .Where(audited => audited.Action == SkillAuditAction.Executed)
                .Select(audited => audited.Fuel > 0),
            Is.All.True);
    }

    [Test]
    public async Task Execute_ExitCode_IsTheSkillsFailure()
    {
        await using var host = new ScriptHost();

        SkillFailedException failed =
            (await Assert.ThrowsAsync<SkillFailedException>(() => host.ExecuteAsync("args\nexit 3")))!;

        Assert.That((failed.ExitCode, failed.Error, failed.FuelConsumed), Is.EqualTo((3, "the script said so", 20L)));
    }

    [Test]
    public async Task Execute_SameSeed_RepeatsExactly()
    {
        await using var host = new ScriptHost();
        var seeded = new SkillExecutionOptions { RandomSeed = 7 };

        string first = (await host.ExecuteAsync("random", "", seeded)).Output;

        Assert.That((await host.ExecuteAsync("random", "", seeded)).Output, Is.EqualTo(first));
        Assert.That((await host.ExecuteAsync("random")).Output, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Execute_DirectoryGrantedToRead_IsReadOnly()
    {
        await using var host = new ScriptHost();
        host.Grants = Everything(host);

        Assert.That((await host.ExecuteAsync("write /data/new.txt text")).Output, Is.EqualTo("file error ReadOnly\n"));
        Assert.That(File.Exists(Path.Combine(host.DataPath, "new.txt")), Is.False);
    }

    private static SkillGrants Everything(ScriptHost host) => new()
    {
        Directories =
        [
            new SkillDirectoryGrant { GuestPath = "/data", HostPath = host.DataPath, Access = SkillFileAccess.Read },
        ],
        Http =
        [
            new SkillHttpGrant
            {
                Host = "127.0.0.1", Port = host.Port, Methods = ["GET"], AllowHttp = true, AllowLoopback = true,
            },
        ],
        EnvironmentVariables = ["PATH"],
    };
}
