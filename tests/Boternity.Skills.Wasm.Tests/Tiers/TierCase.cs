using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Tests.Tiers;

/// <summary>One case of the comparison: a module, in some cases a second one that calls the first, and with how much fuel they run.</summary>
internal sealed class TierCase
{
    // What ends normally does so long before; recursion through a table does not.
    private const long Generous = 200_000;

    public TierCase(int seed)
    {
        var first = new ModuleGenerator(seed);
        First = first.Generate();
        if (seed % 4 == 0)
        {
            (string, ValType[], ValType[])[] exports = [.. first.Exports];
            Second = new ModuleGenerator(~seed).Generate(exports);
        }

        var random = new Random(seed);
        Fuel = [Generous, random.NextInt64(3000), random.NextInt64(300), Generous, random.NextInt64(20_000)];
    }

    public GeneratedModule First { get; }

    public GeneratedModule? Second { get; }

    /// <summary>The fuel of each run.</summary>
    public long[] Fuel { get; }
}
