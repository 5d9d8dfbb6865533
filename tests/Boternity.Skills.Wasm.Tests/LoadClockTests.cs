using System.Diagnostics;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Tests;

/// <summary>Whatever makes a binary slow to load looks at the clock.</summary>
internal sealed class LoadClockTests
{
    private static IEnumerable<TestCaseData> SlowBinaries()
    {
        yield return Case("types", module =>
        {
            for (int i = 0; i < 40_000; i++)
            {
                module.Type([.. Parameters(i)], []);
            }
        });
        yield return Case("exports", module =>
        {
            module.Memory(1);
            for (int i = 0; i < 100_000; i++)
            {
                module.Export($"memory number {i}", ExternKind.Memory, 0);
            }
        });
        yield return Case("elements", module =>
        {
            int function = module.Function(module.Type([], []), _ => { });
            for (int i = 0; i < 100_000; i++)
            {
                module.PassiveElements(function);
            }
        });
        yield return Case("code", module => module.Function(module.Type([], []), code =>
        {
            for (int i = 0; i < 300_000; i++)
            {
                code.Op(Opcode.Nop);
            }
        }));
        yield return Case("branch tables", module => module.Function(module.Type([], []), code =>
        {
            code.Op(Opcode.Block, CodeWriter.Empty).I32(0).Op(Opcode.BrTable, 200_000);
            for (int i = 0; i <= 200_000; i++)
            {
                code.Unsigned((ulong)(i % 2));
            }

            code.End();
        }));
    }

    [TestCaseSource(nameof(SlowBinaries))]
    public void LoadModule_AfterItsTime_EndsWithTheLimit(byte[] binary)
    {
        var clock = new LoadClock(TimeSpan.Zero);

        WasmLoadTimeoutException error = Assert.Throws<WasmLoadTimeoutException>(
            () => new Engine().LoadModule(binary, clock))!;

        Assert.That(error.Limit, Is.EqualTo(TimeSpan.Zero));
    }

    [TestCaseSource(nameof(SlowBinaries))]
    public void LoadModule_WithoutALimit_LoadsTheSameBinary(byte[] binary) =>
        Assert.That(() => new Engine().LoadModule(binary, new LoadClock()), Throws.Nothing);

    [Test]
    public void LoadModule_Cancelled_EndsWithTheToken()
    {
        var module = new ModuleWriter();
        for (int i = 0; i < 40_000; i++)
        {
            module.Type([.. Parameters(i)], []);
        }

        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var clock = new LoadClock(cancellation: cancellation.Token);
        byte[] binary = module.ToArray();

        Assert.That(() => new Engine().LoadModule(binary, clock), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void LoadModule_OfManyTypes_EndsSoonAfterItsTime()
    {
        var module = new ModuleWriter();
        for (int i = 0; i < 200_000; i++)
        {
            module.Type([.. Parameters(i)], []);
        }

        byte[] binary = module.ToArray();
        var stopwatch = Stopwatch.StartNew();

        Assert.Throws<WasmLoadTimeoutException>(
            () => new Engine().LoadModule(binary, new LoadClock(TimeSpan.FromMilliseconds(20))));
        Assert.That(stopwatch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    // Types that all differ.
    private static IEnumerable<ValType> Parameters(int number)
    {
        for (int i = 0; i < 24; i++)
        {
            yield return (number >> i & 1) != 0 ? ValType.I32 : ValType.I64;
        }
    }

    private static TestCaseData Case(string name, Action<ModuleWriter> write)
    {
        var module = new ModuleWriter();
        write(module);
        return new TestCaseData(module.ToArray()).SetArgDisplayNames(name);
    }
}
