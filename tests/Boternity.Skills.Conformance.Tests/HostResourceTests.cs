using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>Guests that make the host work or hold for them are held to what they were given.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class HostResourceTests(string engine) : EngineTests(engine)
{
    private TemporaryDirectory _disk = null!;

    [SetUp]
    public void SetUp() => _disk = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _disk.Dispose();

    [Test]
    public async Task OutgoingBodies_DroppedWhileTheirStreamsLive_HoldNothing()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(SkillGrants.None);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        FixtureRun run = await Engines.RunAsync(Engine, "hostile/outgoing-body-dropped.wasm", "12345678", session);

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(
            run.PeakMemoryBytes, Is.InRange(4 << 20, 16 << 20), "what is written is in the peak, one body at a time");
        Assert.That(held, Is.LessThan(64 << 20));
    }

    [Test]
    public async Task Listing_OfALargeDirectoryOverAndOver_EndsWithTheFuel()
    {
        for (int i = 0; i < 500; i++)
        {
            File.WriteAllText(_disk.PathOf($"file-{i}"), "");
        }

        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grant());
        var limits = SkillLimits.Untrusted with { MaxFuel = 200_000, Timeout = TimeSpan.FromSeconds(60) };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => Engines.RunAsync(Engine, "hostile/core-list-forever.wasm", "", session, limits)))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Fuel));
        Assert.That(
            session.CapabilityUses.Single().Allowed, Is.LessThan(10), "500 entries cost more than a tenth of the fuel");
    }

    [Test]
    public async Task Files_WithHoles_CountAsTheDiskMayHoldThem()
    {
        const long quota = 1 << 20;
        using var host = new TestHost(options => options.MaxFileBytesWritten = quota);
        using SkillHostSession session = host.Open(Grant());

        SkillFailedException failed = (await Assert.ThrowsAsync<SkillFailedException>(
            () => Engines.RunAsync(Engine, "hostile/core-sparse-files.wasm", "", session)))!;

        const int quotaErrno = 19;
        Assert.That(failed.ExitCode, Is.EqualTo(quotaErrno));
        Assert.That(new DirectoryInfo(_disk.Root).EnumerateFiles().Sum(file => file.Length), Is.InRange(1, quota));
    }

    [Test]
    public async Task Files_BelowAGrantWithABudget_AreHeldToIt()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grant(maxBytesWritten: 100_000));

        SkillFailedException failed = (await Assert.ThrowsAsync<SkillFailedException>(
            () => Engines.RunAsync(Engine, "hostile/core-sparse-files.wasm", "", session)))!;

        Assert.That(failed.ExitCode, Is.EqualTo(19));
        Assert.That(new DirectoryInfo(_disk.Root).EnumerateFiles().Sum(file => file.Length), Is.InRange(1, 100_000));
    }

    [Test]
    public async Task Memory_AllTogetherOverTheHosts_IsALimitOfItsOwn()
    {
        using IWasmProgram program = await Engines.Get(Engine).LoadAsync(
            new WasmBinary
            {
                Kind = WasmBinaryKind.Component,
                Bytes = Engines.Read("hostile/memory-hog-initial.wasm"),
            });
        var shared = new GuestMemoryBudget(1 << 20);
        WasmRunRequest request = FixtureContext.Request("x", host: null, new SkillLimits { MaxMemoryBytes = 8L << 30 });

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => program.RunAsync(request with { SharedMemory = shared }).AsTask()))!;

        Assert.That((error.Kind, error.Limit), Is.EqualTo((SkillLimitKind.TotalMemory, 1L << 20)));
        Assert.That(shared.HeldBytes, Is.Zero, "what a run held is given back");
    }

    [Test]
    public async Task Memory_RefusedToARunThatGoesOn_IsTold()
    {
        using IWasmProgram program = await Engines.Get(Engine).LoadAsync(
            new WasmBinary { Kind = WasmBinaryKind.Component, Bytes = Engines.Read("hostile/memory-hog.wasm") });
        using var host = new FixtureHost();

        WasmRunResult refused = await program.RunAsync(FixtureContext.Request("x", host));
        WasmRunResult shared = await program.RunAsync(
            FixtureContext.Request("x", host) with { SharedMemory = new GuestMemoryBudget(32 << 20) });

        Assert.That(
            (refused.LimitMet, shared.LimitMet),
            Is.EqualTo((SkillLimitKind.Memory as SkillLimitKind?, SkillLimitKind.TotalMemory as SkillLimitKind?)));
    }

    private SkillGrants Grant(long? maxBytesWritten = null) => new()
    {
        Directories =
        [
            new SkillDirectoryGrant
            {
                GuestPath = "/data",
                HostPath = _disk.Root,
                Access = SkillFileAccess.ReadWrite,
                MaxBytesWritten = maxBytesWritten,
            },
        ],
    };
}
