using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Tests.Execution.Managed;

/// <summary>What a program holds is taken from what all programs and runs share, until it goes.</summary>
internal sealed class LoadMemoryTests
{
    [Test]
    public async Task LoadAsync_WithoutMemoryForIt_EndsWithTheLimitAndHoldsNothing()
    {
        WasmBinary binary = ManyTypes();
        var shared = new GuestMemoryBudget(8 << 20);
        var options = new WasmLoadOptions { SharedMemory = shared };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            async () => await new ManagedWasmEngine().LoadAsync(binary, options)))!;

        Assert.That((error.Kind, error.Limit), Is.EqualTo((SkillLimitKind.TotalMemory, 8L << 20)));
        Assert.That(shared.HeldBytes, Is.Zero);
    }

    [TestCase("rust-skill.wasm")]
    [TestCase("c-skill.wasm")]
    [TestCase("js-skill.wasm")]
    [TestCase("command-preview1.wasm")]
    public async Task LoadAsync_WithSharedMemory_TakesWhatTheProgramHoldsUntilItGoes(string fixture)
    {
        var shared = new GuestMemoryBudget(1L << 30);
        byte[] bytes = FixtureRunner.Read(fixture);
        var binary = new WasmBinary
        {
            Kind = bytes[6] == 1 ? WasmBinaryKind.Component : WasmBinaryKind.Module,
            Bytes = bytes,
        };
        using var host = new FixtureHost();
        IWasmProgram program = await new ManagedWasmEngine().LoadAsync(
            binary, new WasmLoadOptions { SharedMemory = shared });
        long loaded = shared.HeldBytes;

        await program.RunAsync(FixtureRunner.Request("x", host) with { SharedMemory = shared });

        TestContext.Out.WriteLine($"binary {bytes.Length}, loaded {loaded}, after a run {shared.HeldBytes}");
        Assert.That(loaded, Is.GreaterThan(bytes.Length));
        Assert.That(shared.HeldBytes, Is.EqualTo(program.HeldBytes).And.GreaterThan(loaded));
        program.Dispose();
        Assert.That(shared.HeldBytes, Is.Zero);
    }

    private static WasmBinary ManyTypes()
    {
        var module = new ModuleWriter();
        for (int i = 0; i < 300_000; i++)
        {
            module.Type(
                [.. Enumerable.Range(0, 24).Select(bit => (i >> bit & 1) != 0 ? ValType.I32 : ValType.I64)], []);
        }

        return new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = module.ToArray() };
    }
}
