using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Auditing;
using Boternity.Skills.Execution;
using Boternity.Skills.Storage;
using Boternity.Skills.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Execution;

/// <summary>Every execution leaves a line, with the real log, store and engine.</summary>
public sealed class SkillExecutorAuditTests
{
    private TemporaryDirectory _directory = null!;
    private ServiceProvider _provider = null!;
    private InstalledSkill _skill = null!;

    [SetUp]
    public async Task SetUp()
    {
        _directory = new TemporaryDirectory();
        string folder = Directory.CreateDirectory(_directory.PathOf("skills", "c-skill")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "SKILL.md"),
            "---\nname: c-skill\ndescription: In C.\nmetadata:\n  skill-type: tool\n---\n");
        File.Copy(Repository.PathOf("tests/fixtures/wasm/c-skill.wasm"), Path.Combine(folder, "skill.wasm"));
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = _directory.PathOf("store"))
            .AddDirectoryRegistry("local", _directory.PathOf("skills"))
            .AddAuditLog(options => options.DirectoryPath = _directory.PathOf("audit"));
        _provider = services.BuildServiceProvider();
        _skill = await _provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse("c-skill"));
    }

    [TearDown]
    public void TearDown()
    {
        _provider.Dispose();
        _directory.Dispose();
    }

    private Task<SkillExecutionResult> ExecuteAsync(string input, SkillExecutionOptions? options = null) =>
        _provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(_skill, input, options);

    private async Task<string[]> LinesAsync()
    {
        await _provider.DisposeAsync();
        Assert.That((await SkillAuditLog.VerifyAsync(_directory.PathOf("audit"))).IsIntact, Is.True);
        return await File.ReadAllLinesAsync(_directory.PathOf("audit", "audit.jsonl"));
    }

    private static string DigestOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [Test]
    public async Task ExecuteAsync_ThatEndsWell_LeavesDigestsAndCostsAndNoContents()
    {
        SkillExecutionResult result = await ExecuteAsync("upper very private");

        string[] lines = await LinesAsync();
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(
            lines[2],
            Does.Contain("\"Executing\"").And.Contain(result.InvocationId).And.Contain(DigestOf("upper very private")));
        Assert.That(
            lines[3], Does.Contain("Executed").And.Contain(result.InvocationId).And.Contain(_skill.ContentDigest)
                .And.Contain(DigestOf("upper very private"))
                .And.Contain(DigestOf(result.Output))
                .And.Contain($"{result.FuelConsumed}")
                .And.Contain($"{result.PeakMemoryBytes}"));
        Assert.That(string.Concat(lines), Does.Not.Contain("private").And.Not.Contain("PRIVATE"));
    }

    [Test]
    public async Task ExecuteAsync_OutOfFuel_LeavesWhatItUsed()
    {
        var options = new SkillExecutionOptions
        {
            InvocationId = "short-of-fuel",
            Limits = SkillLimits.Untrusted with { MaxFuel = 100 },
        };

        SkillLimitExceededException error =
            (await Assert.ThrowsAsync<SkillLimitExceededException>(() => ExecuteAsync("upper x", options)))!;

        Assert.That(error.FuelConsumed, Is.EqualTo(100));
        Assert.That(
            (await LinesAsync())[3],
            Does.Contain("short-of-fuel").And.Contain(SkillErrorCodes.ExecutionLimit).And.Contain("100"));
    }

    [Test]
    public async Task ExecuteAsync_ProcessKilledInTheMiddle_LeavesItsStart()
    {
        string audit = _directory.PathOf("audit");
        await _provider.DisposeAsync();
        using Process child = StoreChild.Start("hang", _directory.PathOf("store"), audit);
        Assert.That(
            await child.StandardOutput.ReadLineAsync(),
            Is.EqualTo("in the guest"),
            () => child.StandardError.ReadToEnd());
        child.Kill();
        await child.WaitForExitAsync();

        SkillAuditReport report = await SkillAuditLog.VerifyAsync(audit);

        Assert.That(report.IsIntact, Is.True);
        SkillAuditEvent started = report.UnfinishedExecutions.Single();
        Assert.That(
            (started.Action, started.Skill, started.InvocationId),
            Is.EqualTo((SkillAuditAction.Executing, "c-skill", "hangs")));
        Assert.That(started.GrantsDigest, Is.Not.Null.And.Not.Empty);
    }

    [Test]
    public async Task ExecuteAsync_StartCannotBeWritten_ExecutesNothing()
    {
        var engine = new ProgrammableEngine();
        int runs = 0;
        engine.OnRun = (_, _) =>
        {
            runs++;
            throw new InvalidOperationException("It ran.");
        };
        var failing = new FailingAudit();
        var services = new ServiceCollection();
        services.AddSingleton<IWasmEngine>(engine).AddSingleton<ISkillAudit>(failing);
        services.AddBoternitySkills(options => options.StorePath = _directory.PathOf("store"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(_skill, "x"),
            Throws.InstanceOf<SkillAuditException>());

        Assert.That(runs, Is.Zero);
        Assert.That(failing.Asked[0], Is.EqualTo(SkillAuditAction.Executing));
    }

    private sealed class FailingAudit : ISkillAudit
    {
        public List<SkillAuditAction> Asked { get; } = [];

        public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default)
        {
            Asked.Add(auditEvent.Action);
            throw new SkillAuditException(SkillErrorCodes.AuditUnavailable, "nowhere", "The disk is gone.");
        }
    }

    [Test]
    public async Task ExecuteAsync_ChangedFile_LeavesAViolation()
    {
        await File.AppendAllTextAsync(Path.Combine(_skill.RootPath, "SKILL.md"), "more");

        await Assert.ThrowsAsync<SkillIntegrityException>(() => ExecuteAsync("upper x"));

        Assert.That(
            (await LinesAsync())[2], Does.Contain(nameof(SkillAuditAction.IntegrityViolated)).And.Contain("SKILL.md"));
    }
}
