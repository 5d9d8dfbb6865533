namespace Boternity.Skills.Testing.Tiers;

/// <summary>One case of the comparison: a module, in some cases a second one that calls the first, and with how much
/// fuel they run.</summary>
internal sealed class TierCase
{
    // What ends normally does so long before; recursion through a table does not.
    public const long Generous = 200_000;

    /// <param name="seed">What it is made from; a negative one makes involved modules.</param>
    /// <param name="isLarge">Whether modules have a large function.</param>
    public TierCase(int seed, bool isLarge = false)
    {
        IsInvolved = seed < 0;
        var first = new ModuleGenerator(seed, IsInvolved, isLarge);
        First = first.Generate();
        if (seed % 4 == 0)
        {
            Second = new ModuleGenerator(~seed, IsInvolved, isLarge).Generate(first);
        }

        var random = new Random(seed);
        Fuel = [Generous, random.NextInt64(3000), random.NextInt64(300), Generous, random.NextInt64(20_000)];
    }

    public GeneratedModule First { get; }

    public GeneratedModule? Second { get; }

    /// <inheritdoc cref="ModuleScope.IsInvolved"/>
    public bool IsInvolved { get; }

    /// <summary>The fuel of each run. A run of an involved case gets it again each time it has no more.</summary>
    public long[] Fuel { get; private set; }

    /// <summary>Has the runs end anywhere in what they do.</summary>
    /// <param name="used">What the case uses when it has plenty.</param>
    public void SpreadFuel(long used)
    {
        var random = new Random((int)used);
        Fuel = [Generous, .. Enumerable.Range(0, 4).Select(i => random.NextInt64((used >> (2 * i)) + 2))];
    }
}
