using System.Text;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Emit;

namespace Boternity.Skills.Wasm.Tests.Programs;

internal sealed class ProgramProfileTests
{
    private const int Whole = 4_000;
    private const int Pieces = 1;

    [Test]
    public void TryApply_ProfileOfAnotherEngine_HasFunctionsCompiledBeforeTheirFirstCall(
        [Values(Whole, Pieces)] int max)
    {
        byte[] profile = ProfileOfHotLoop(max);
        using var compiled = new SemaphoreSlim(0);
        ModuleProgram program = Load(new EngineOptions { OnCompiled = () => compiled.Release(), MaxWholeBytes = max });

        bool isApplied = ProgramProfile.TryApply(program, profile);

        Assert.That(isApplied, Is.True);
        Assert.That(compiled.Wait(TimeSpan.FromMinutes(1)), Is.True);
        FunctionCode function = program.Module.Code.Get(0);
        Assert.That(function.Compiled, Is.Not.Null);
        Assert.That(function.BlockEntries > 0, Is.EqualTo(max == Pieces));
        Assert.That(Run(program, 1_000), Is.EqualTo(HotLoop.SumBelow(1_000)));
    }

    // Nobody in this process has asked for the function.
    [Test]
    public void TryApply_LargeFunctionWithPassagesSoonAfter_IsPlannedAgain()
    {
        byte[] profile = ProfileOfHotLoop(Pieces);
        using var compiled = new SemaphoreSlim(0);
        ModuleProgram program = Load(
            new EngineOptions { OnCompiled = () => compiled.Release(), MaxWholeBytes = Pieces });
        ProgramProfile.TryApply(program, profile);
        Assert.That(compiled.Wait(TimeSpan.FromMinutes(1)), Is.True);
        FunctionCode function = program.Module.Code.Get(0);

        for (int i = 0; i < 1_000; i++)
        {
            program.Module.Services.Compiler!.NotePassage(function, block: 0);
        }

        Assert.That(compiled.Wait(TimeSpan.FromMinutes(1)), Is.True);
        Assert.That(Run(program, 1_000), Is.EqualTo(HotLoop.SumBelow(1_000)));
    }

    [Test]
    public void Write_NothingHot_HasTheModulesAlone()
    {
        ModuleProgram program = Load(new EngineOptions());

        Assert.That(
            Encoding.ASCII.GetString(ProgramProfile.Write(program)), Is.EqualTo("boternity-profile 1\nmodule 0\n"));
        Assert.That(ProgramProfile.VersionOf(program), Is.Zero);
    }

    [Test]
    public void Write_OfALargeFunction_TellsHowOftenItsBlocksRan()
    {
        string[] lines = Encoding.ASCII.GetString(ProfileOfHotLoop(Pieces)).Split('\n');

        Assert.That(lines[..2], Is.EqualTo(new[] { "boternity-profile 1", "module 0" }));
        Assert.That(lines[2], Does.Match("^0( [0-9]+:[1-9][0-9]*)+$"));
    }

    [TestCase("")]
    [TestCase("boternity-profile 2\nmodule 0\n0\n")]
    [TestCase("boternity-profile 1\n0\n", TestName = "a function before a module")]
    [TestCase("boternity-profile 1\nmodule 0\nmodule 0\n", TestName = "a module twice")]
    [TestCase("boternity-profile 1\nmodule -1\n")]
    [TestCase("boternity-profile 1\nmodule 0\n0 5\n", TestName = "a block without heat")]
    [TestCase("boternity-profile 1\nmodule 0\n0 5:1 5:2\n", TestName = "a block twice")]
    [TestCase("boternity-profile 1\nmodule 0\n0 5:-1\n")]
    [TestCase("boternity-profile 1\nmodule 0\n0 5:99999999999999999999\n")]
    [TestCase("boternity-profile 1\nmodule 0\n99999999999\n")]
    [TestCase("boternity-profile 1\nmodule 0\n\u00e9\n")]
    public void TryApply_NotAProfile_IsFalse(string text) => Assert.That(
        ProgramProfile.TryApply(Load(new EngineOptions()), Encoding.UTF8.GetBytes(text)), Is.False);

    [Test]
    public void TryApply_LargerThanTheLimit_IsFalse()
    {
        string text = "boternity-profile 1\nmodule 0\n" + new string('\n', ProgramProfile.MaxBytes);

        Assert.That(ProgramProfile.TryApply(Load(new EngineOptions()), Encoding.ASCII.GetBytes(text)), Is.False);
    }

    [Test]
    public void TryApply_ForgedNumbers_ChangesNoResult([Values(Whole, Pieces)] int max)
    {
        using var compiled = new SemaphoreSlim(0);
        var failures = new List<CompilationFailure>();
        ModuleProgram program = Load(new EngineOptions
        {
            MaxWholeBytes = max,
            OnCompiled = () => compiled.Release(),
            OnCompilationFailure = failures.Add,
        });

        bool isApplied = ProgramProfile.TryApply(
            program,
            "boternity-profile 1\nmodule 7\n0\nmodule 0\n2147483647\n1\n0 0:9223372036854775807 3:1 2147483647:5\n"u8);

        Assert.That(isApplied, Is.True);
        Assert.That(compiled.Wait(TimeSpan.FromMinutes(1)), Is.True);
        Assert.That(failures, Is.Empty);
        Assert.That(Run(program, 1_000), Is.EqualTo(HotLoop.SumBelow(1_000)));
    }

    private static byte[] ProfileOfHotLoop(int maxWholeBytes)
    {
        ModuleProgram program = Load(new EngineOptions
        {
            HotCalls = 3,
            HotIterations = 50,
            CompilesInBackground = false,
            MaxWholeBytes = maxWholeBytes,
        });

        // Where a loop was hot first, nobody waits for the function as a whole.
        long end = Environment.TickCount64 + 60_000;
        while (ProgramProfile.VersionOf(program) == 0 && Environment.TickCount64 < end)
        {
            Run(program, 1_000);
        }

        Assert.That(ProgramProfile.VersionOf(program), Is.Positive);
        return ProgramProfile.Write(program);
    }

    private static ModuleProgram Load(EngineOptions options) =>
        new(ProgramShape.Preview1Command, new Engine(options).LoadModule(HotLoop.Write()));

    private static int Run(ModuleProgram program, int n)
    {
        using var store = new Store(program.Module.Services, new StoreOptions());
        return new Linker().Instantiate(store, program.Module).GetFunction("run").AsFunc<int, int>()(n);
    }
}
