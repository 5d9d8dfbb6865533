using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>How often the blocks of a large function were executed in the interpreter, as its counters tell, or what is
/// known from the plan before, or of another process.</summary>
internal static unsafe class BlockHeat
{
    // What another process says may be anything.
    private const long MaxKnown = 1L << 50;

    /// <summary>Per block, roughly: other threads go on counting.</summary>
    public static long[] Read(FunctionCode function, FlowGraph graph, FunctionRegions regions, int hotIterations)
    {
        var heat = new long[graph.Blocks.Count];
        Instr* code = (Instr*)function.InterpretedAddress;
        lock (function)
        {
            for (int i = 0; i < heat.Length; i++)
            {
                int times = 0;
                if (function.Requests is { } requests
                    && requests.TryGetValue(graph.Blocks[i].Key, out (long Time, int Times) request))
                {
                    times = request.Times;
                }

                // The counter counts down, first from the one number, then from the other.
                long left = code[regions.WordOf(i, block: 0)].A;
                long before = times == 0
                    ? 0
                    : hotIterations + ((times - 1L) * CompiledTransitions.IterationsBetweenLooks);
                long period = times == 0 ? Math.Max(1, hotIterations) : CompiledTransitions.IterationsBetweenLooks;
                heat[i] = before + Math.Clamp(period - left, 0, period);
                if (function.BlockHeat.TryGetValue(graph.Blocks[i].Key, out long known))
                {
                    heat[i] = Math.Max(heat[i], Math.Min(known, MaxKnown));
                }

                heat[i] += (long)regions.TakePassages(i) * CompiledTransitions.PassagesBetweenNotes;
            }
        }

        return heat;
    }
}
