using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Emit;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>The regions of a large function, by the example of a loop that dispatches to parts with an if
/// each.</summary>
internal sealed class LargeFunctionTests
{
    private const int Parts = 8;
    private const int Lasting = 1_000;

    // Two parts fit into a region, and the block that dispatches.
    private const int MaxWeight = 200;

    private static FlowGraph NewGraph()
    {
        var writer = new ModuleWriter();
        int type = writer.Type([ValType.I32], []);
        writer.Export("run", ExternKind.Function, writer.Function(type, WriteLoop));
        Module module = new Engine(new EngineOptions { CompilesHotCode = false }).LoadModule(writer.ToArray());
        FunctionCode function = module.Code.Get(0);
        var body = new FunctionBodyCode(module.Definition, function.Type, function.Body);
        return new FlowGraph(module.Definition, function.Type, body, stackStart: 0, maxLength: int.MaxValue);
    }

    private static void WriteLoop(CodeWriter code)
    {
        code.Op(Opcode.Loop, CodeWriter.Empty);
        for (int i = 0; i < Parts; i++)
        {
            code.Op(Opcode.Block, CodeWriter.Empty);
        }

        code.Get(0).I32(Parts - 1).Op(Opcode.I32And).Op(Opcode.BrTable, Parts - 1);
        for (int i = 0; i < Parts; i++)
        {
            code.Unsigned((ulong)i);
        }

        for (int i = 0; i < Parts; i++)
        {
            code.End();
            Add(code);
            code.Get(0).Op(Opcode.If, CodeWriter.Empty);
            Add(code);
            code.End();
            code.Op(Opcode.Br, Parts - 1 - i);
        }

        code.End();

        static void Add(CodeWriter code)
        {
            for (int i = 0; i < 3; i++)
            {
                code.Get(0).I32(3).Op(Opcode.I32Add).Set(0);
            }
        }
    }

    private static FlowBlock Dispatcher(FlowGraph graph) =>
        graph.Blocks.Single(static block => block.Successors.Length == Parts);

    // The blocks of a part: what is dispatched to, the if, and what is behind it.
    private static FlowBlock[] PartOf(FlowGraph graph, int part)
    {
        FlowBlock first = graph.Blocks[Dispatcher(graph).Successors[part]];
        FlowBlock[] next = [.. first.Successors.Select(block => graph.Blocks[block])];
        return [first, .. next];
    }

    private static long[] HeatOf(FlowGraph graph, Func<int, long> ofPart)
    {
        long[] heat = new long[graph.Blocks.Count];
        heat[0] = 1;
        heat[Dispatcher(graph).Index] = Enumerable.Range(0, Parts).Sum(ofPart);
        for (int part = 0; part < Parts; part++)
        {
            foreach (FlowBlock block in PartOf(graph, part))
            {
                heat[block.Index] = ofPart(part);
            }
        }

        return heat;
    }

    private static List<Region> Plan(LargeFunction function, FlowGraph graph, long[]? heat) =>
        function.Plan(graph, heat, minHeat: 1, wanted: null, MaxWeight);

    [Test]
    public void Plan_OfPartsWithBlocksOfDifferentHeat_KeepsEachPartTogether()
    {
        FlowGraph graph = NewGraph();
        long[] heat = HeatOf(graph, part => Lasting - part);
        for (int part = 0; part < Parts; part++)
        {
            heat[PartOf(graph, part)[1].Index] /= 50;
        }

        List<Region> regions = Plan(new LargeFunction(), graph, heat);

        Assert.That(regions, Has.Count.GreaterThan(2));
        for (int part = 0; part < Parts; part++)
        {
            FlowBlock[] blocks = PartOf(graph, part);
            Assert.That(regions.Count(region => blocks.All(block => region.Contains(block.Index))), Is.EqualTo(1));
        }
    }

    [Test]
    public void Plan_OfPartsOfDifferentHeat_PutsTheHottestTogether()
    {
        FlowGraph graph = NewGraph();
        int[] hot = [2, 5];

        List<Region> regions = Plan(new LargeFunction(), graph, HeatOf(graph, part => hot.Contains(part) ? 99 : 1));

        Region first = regions.Single(region => region.Contains(PartOf(graph, hot[0])[0].Index));
        Assert.That(first.Contains(PartOf(graph, hot[1])[0].Index), Is.True);
    }

    [Test]
    public void Plan_WithABlockThatDispatches_HasItInEveryRegionAndEntersItInOne()
    {
        FlowGraph graph = NewGraph();
        int dispatcher = Dispatcher(graph).Index;

        List<Region> regions = Plan(new LargeFunction(), graph, heat: null);

        Region[] dispatching =
            [.. regions.Where(region => region.Blocks.Any(block => block.Successors.Contains(dispatcher)))];
        Assert.That(dispatching, Has.Length.GreaterThan(2));
        Assert.That(dispatching.Select(region => region.Contains(dispatcher)), Is.All.True);
        Assert.That(
            regions.Count(region => region.Entries.Any(entry => entry.Index == dispatcher)), Is.EqualTo(1));
        Assert.That(regions.Select(region => region.Weight), Is.All.LessThanOrEqualTo(MaxWeight));
    }

    [Test]
    public void Plan_LookedAtAgainWithoutNews_MakesNothing()
    {
        FlowGraph graph = NewGraph();
        var function = new LargeFunction();
        long[] heat = HeatOf(graph, part => Lasting - part);

        bool isMade = Plan(function, graph, heat).Count > 0;
        int madeAgain = Plan(function, graph, heat).Count;

        Assert.That((isMade, madeAgain), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Plan_WhereOtherPartsTurnOutToBeHot_IsMadeAnew()
    {
        FlowGraph graph = NewGraph();
        var function = new LargeFunction();
        Plan(function, graph, HeatOf(graph, part => part < 2 ? Lasting : 1));
        int[] hot = [0, 7];

        List<Region> regions =
            Plan(function, graph, HeatOf(graph, part => hot.Contains(part) ? Lasting * 99 : Lasting));

        Region first = regions.Single(region => region.Contains(PartOf(graph, hot[0])[0].Index));
        Assert.That(first.Contains(PartOf(graph, hot[1])[0].Index), Is.True);
    }

    [Test]
    public void Plan_OfBlocksThatWereHardlyExecuted_LeavesThemOut()
    {
        FlowGraph graph = NewGraph();
        long[] heat = HeatOf(graph, part => part == 3 ? 4 : Lasting);

        List<Region> regions = new LargeFunction().Plan(graph, heat, minHeat: 5, wanted: null, MaxWeight);

        Assert.That(regions.Any(region => region.Contains(PartOf(graph, 3)[0].Index)), Is.False);
        Assert.That(regions.Any(region => region.Contains(PartOf(graph, 4)[0].Index)), Is.True);
    }
}
