using System.Diagnostics;
using Boternity.Skills.Execution;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>Loading has a limit of its own, and ends with its token.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class LoadLimitTests(string engine) : EngineTests(engine)
{
    [Test]
    public async Task LoadAsync_OfABinaryThatTakesLonger_EndsWithTheLimit()
    {
        var options = new WasmLoadOptions { Timeout = TimeSpan.FromMilliseconds(20) };
        WasmBinary binary = ManyTypes();
        var stopwatch = Stopwatch.StartNew();

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            async () => await Engines.Get(Engine).LoadAsync(binary, options)))!;

        Assert.That((error.Kind, error.Limit), Is.EqualTo((SkillLimitKind.Time, 20L)));
        Assert.That(stopwatch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void LoadAsync_CancelledMeanwhile_EndsWithTheToken()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        WasmBinary binary = ManyTypes();

        Assert.That(
            async () => await Engines.Get(Engine).LoadAsync(binary, cancellationToken: cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
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
