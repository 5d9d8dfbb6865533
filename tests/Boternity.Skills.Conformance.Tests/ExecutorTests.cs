using System.Collections.Concurrent;
using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>A host as applications make it: installs, grants, executes, and reads what was recorded.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class ExecutorTests(string engine) : EngineTests(engine)
{
    private TemporaryDirectory _disk = null!;

    [SetUp]
    public void SetUp()
    {
        _disk = new TemporaryDirectory();
        Directory.CreateDirectory(_disk.PathOf("data"));
        File.WriteAllText(_disk.PathOf("data", "notes.txt"), "the notes");
    }

    [TearDown]
    public void TearDown() => _disk.Dispose();

    [Test]
    public async Task Execute_Granted_UsesItAndTheAuditNamesTheEngine()
    {
        var host = new Recorder(new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant
                {
                    GuestPath = "/data",
                    HostPath = _disk.PathOf("data"),
                    Access = SkillFileAccess.Read,
                },
            ],
        });
        await using ServiceProvider services = Build(host);

        SkillExecutionResult result = await ExecuteAsync(services, "cat /data/notes.txt");

        Assert.That((result.Output, result.Engine), Is.EqualTo(("the notes", Engine)));
        SkillAuditEvent executed = host.Events.Single(entry => entry.Action == SkillAuditAction.Executed);
        Assert.That((executed.Engine, executed.Outcome), Is.EqualTo((Engine, "success")));
        Assert.That(
            executed.CapabilityUses!.Single(),
            Is.EqualTo(new SkillCapabilityUse
            {
                Capability = SkillCapability.ReadFile,
                Scope = "/data",
                Allowed = result.CapabilityUses.Single().Allowed,
            }));
    }

    [Test]
    public async Task Execute_NotGranted_ReachesNothing()
    {
        var host = new Recorder(SkillGrants.None);
        await using ServiceProvider services = Build(host);

        SkillFailedException error = (await Assert.ThrowsAsync<SkillFailedException>(
            () => ExecuteAsync(services, "cat /data/notes.txt")))!;

        Assert.That(error.Error, Does.Not.Contain("the notes"));
        Assert.That(error.FuelConsumed, Is.Positive);
    }

    private ServiceProvider Build(Recorder host)
    {
        string folder = _disk.PathOf("skills", "probe");
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "SKILL.md"),
            "---\nname: probe\ndescription: Probes.\nmetadata:\n  skill-type: tool\n---\nProbes.\n");
        File.WriteAllBytes(Path.Combine(folder, "skill.wasm"), Engines.Read("command.wasm"));
        var services = new ServiceCollection();
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options => options.StorePath = _disk.PathOf("store"))
            .AddDirectoryRegistry("local", _disk.PathOf("skills"))
            .UseApprover(host);
        services.AddSingleton<ISkillAudit>(host);
        Engines.Use(builder, Engine);
        return services.BuildServiceProvider();
    }

    private static async Task<SkillExecutionResult> ExecuteAsync(ServiceProvider services, string input)
    {
        InstalledSkill skill = await services.GetRequiredService<ISkillInstaller>()
            .InstallAsync(SkillReference.Parse("probe"));
        return await services.GetRequiredService<ISkillExecutor>().ExecuteAsync(skill, input);
    }

    private sealed class Recorder(SkillGrants grants) : ISkillApprover, ISkillAudit
    {
        public ConcurrentQueue<SkillAuditEvent> Events { get; } = new();

        public ValueTask<SkillApproval> DecideAsync(
            SkillApprovalRequest request, CancellationToken cancellationToken = default) =>
            new(SkillApproval.Approve(grants, "a test"));

        public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default)
        {
            Events.Enqueue(auditEvent);
            return ValueTask.CompletedTask;
        }
    }
}
