using System.Collections.Concurrent;
using Boternity.Skills.Testing.Tiers;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Tests.Tiers;

/// <summary>A short run of the comparison; the long one is the fuzz project's.</summary>
internal sealed class TierComparisonTests
{
    private const int Cases = 120;
    private const int InvolvedCases = 24;
    private const int LargeCases = 16;

    private static readonly EngineOptions Interpreted = Tier.OptionsOf(Tier.Interpreted);

    [TestCase(Tier.Compiled)]
    [TestCase(Tier.Mixed)]
    [TestCase(Tier.Pieces)]
    [TestCase(Tier.MixedPieces)]
    [TestCase("background")]
    public void Modules_AtRandom_DoTheSame(string tier)
    {
        var rejected = new ConcurrentQueue<CompilationFailure>();
        EngineOptions options = tier == "background"
            ? new EngineOptions { HotCalls = 2, HotIterations = 3 } : Tier.OptionsOf(tier);
        var comparison = new TierComparison(Interpreted,
            (tier, options with { OnCompilationFailure = rejected.Enqueue }));

        string[] differences = [.. Enumerable.Range(-InvolvedCases, Cases + InvolvedCases).Select(comparison.Compare)
            .OfType<string>()];

        Assert.That(differences, Is.Empty, () => string.Join("\n", differences.Take(3)));
        Assert.That(rejected, Is.Empty);
        Assert.That(comparison.Others.Single().Compiled, Is.GreaterThan(tier == "background" ? 10 : Cases));
        int calls = comparison.Reference.Results + comparison.Reference.Traps.Values.Sum();
        Assert.That(comparison.Reference.Results, Is.GreaterThan(calls / 3),
            "calls that end normally, though most runs have little fuel");
        Assert.That(comparison.Reference.Traps.Keys, Is.SupersetOf(new[]
        {
            TrapCode.OutOfFuel, TrapCode.StackExhausted, TrapCode.MemoryOutOfBounds, TrapCode.IntegerDivideByZero,
                TrapCode.Unreachable, TrapCode.IndirectCallTypeMismatch,
        }));
    }

    [TestCase(Tier.Compiled)]
    [TestCase(Tier.Mixed)]
    [TestCase(Tier.MixedPieces)]
    public void Modules_WithLargeFunctions_DoTheSame(string tier)
    {
        var rejected = new ConcurrentQueue<CompilationFailure>();
        var comparison = new TierComparison(Interpreted,
            (tier, Tier.OptionsOf(tier) with { OnCompilationFailure = rejected.Enqueue }));

        string[] differences = [.. Enumerable.Range(-4, LargeCases)
            .Select(seed => comparison.Compare(seed, isLarge: true)).OfType<string>()];

        Assert.That(differences, Is.Empty, () => string.Join("\n", differences.Take(3)));
        Assert.That(rejected, Is.Empty);
    }

    // A rotation before a branch; code behind a branch that is never reached; a loop that begins with a loop; a local
    // set to itself below a call; a byte read as a float; the minimum of a constant zero; a lane of a constant vector;
    // a local that is set where a long block ends.
    [TestCase(58)]
    [TestCase(133)]
    [TestCase(291)]
    [TestCase(1001324)]
    [TestCase(1001701)]
    [TestCase(1003468)]
    [TestCase(1004240)]
    [TestCase(1016326)]
    [TestCase(1017867)]
    [TestCase(7000008)]
    [TestCase(100042)]
    public void Modules_ThatOnceDiffered_DoTheSame(int seed)
    {
        var rejected = new ConcurrentQueue<CompilationFailure>();
        var comparison = new TierComparison(Interpreted,
            [.. Tier.Names.Concat([Tier.Pieces, Tier.MixedPieces]).Select(name =>
                (name, Tier.OptionsOf(name) with { OnCompilationFailure = rejected.Enqueue }))]);

        Assert.That(comparison.Compare(seed), Is.Null);
        Assert.That(rejected, Is.Empty);
    }

    // A large function that calls itself through the host is many times in a backtrace.
    [TestCase(5130012)]
    [TestCase(5130133)]
    [TestCase(5130961)]
    [TestCase(5350040)]
    public void Modules_WithLargeFunctionsThatOnceDiffered_DoTheSame(int seed)
    {
        var comparison = new TierComparison(Interpreted,
            [.. new[] { Tier.Compiled, Tier.Mixed, Tier.MixedPieces }.Select(name => (name, Tier.OptionsOf(name)))]);

        Assert.That(comparison.Compare(seed, isLarge: true), Is.Null);
    }

    [Test]
    public void Comparison_OfEnginesThatDiffer_TellsIt()
    {
        var comparison = new TierComparison(Interpreted, ("smaller", Interpreted with { StackBytes = 1 << 20 }));

        Assert.That(Enumerable.Range(0, Cases).Select(comparison.Compare).OfType<string>(), Is.Not.Empty);
    }

    [Test]
    public void Generator_OverManySeeds_WritesEveryInstruction()
    {
        var written = new HashSet<Opcode>();
        var engine = new Engine(Interpreted);
        for (int seed = 0; seed < 1500; seed++)
        {
            ModuleDefinition module = engine.LoadModule(new TierCase(seed).First.Bytes).Definition;
            foreach (FunctionBody body in module.Bodies)
            {
                Collect(module, body, written);
            }
        }

        Assert.That(OpcodeTable.All.Select(info => info.Opcode).Except(written), Is.Empty);
    }

    [Test]
    public void Generator_OfInvolvedModules_SharesAcrossInstancesAndCarriesInLoops()
    {
        var engine = new Engine(Interpreted);
        int shared = 0;
        int carried = 0;
        for (int seed = -200; seed < 0; seed++)
        {
            var tierCase = new TierCase(seed);
            ModuleDefinition first = engine.LoadModule(tierCase.First.Bytes).Definition;
            carried += first.Bodies.Count(body => CarriesInLoop(Decode(first, body)));
            if (tierCase.Second is not { } second)
            {
                continue;
            }

            ModuleDefinition importing = engine.LoadModule(second.Bytes).Definition;
            shared += importing.Imports.Select(import => import.Kind).Distinct().Count() == 4 ? 1 : 0;
        }

        Assert.That(shared, Is.EqualTo(50), "modules that import a function, a table, a memory and a global");
        Assert.That(carried, Is.GreaterThan(100), "functions in which values go around with a loop");
    }

    private static bool CarriesInLoop(Wasm.Emit.FunctionBodyCode body) =>
        Enumerable.Range(0, body.Instructions.Length).Any(i =>
            body.Instructions[i] is { Opcode: Opcode.Loop, IsRepeated: true }
            && body.ReadImmediates(i).BlockType!.Parameters.Length > 0);

    private static void Collect(ModuleDefinition module, FunctionBody body, HashSet<Opcode> written) =>
        written.UnionWith(Decode(module, body).Instructions.Select(instruction => instruction.Opcode));

    private static Wasm.Emit.FunctionBodyCode Decode(ModuleDefinition module, FunctionBody body) =>
        new(module, module.Types[body.TypeIndex], body);
}
