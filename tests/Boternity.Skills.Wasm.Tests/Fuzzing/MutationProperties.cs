using Boternity.Skills.Testing.Fuzzing;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Wasm.Tests.Fuzzing;

/// <summary>A short run of what tests/Boternity.Skills.Wasm.Fuzz does at length.</summary>
internal sealed class MutationProperties
{
    [Test]
    public void Engine_OnABuiltInModule_ReturnsOrTraps()
    {
        var runner = new MutantRunner();

        Assert.That(FuzzSeeds.BuiltIn().Select(runner.Run), Is.All.EqualTo(MutantOutcome.Returned));
    }

    [Test]
    public void Engine_OnAnyMutant_RunsUnderLimitsOrFailsWithItsOwnExceptions()
    {
        byte[][] seeds = FuzzSeeds.All();
        var runner = new MutantRunner();
        Gen<Mutation> mutation =
            from kind in Gen.Choose(0, (int)MutationKind.Count - 1)
            from position in Gen.Choose(0, int.MaxValue - 1)
            from value in Gen.Choose(0, int.MaxValue - 1)
            select new Mutation((MutationKind)kind, position, value);
        Gen<(int Seed, Mutation[] Mutations)> mutant =
            from seed in Gen.Choose(0, seeds.Length - 1)
            from count in Gen.Choose(1, 4)
            from mutations in mutation.ArrayOf(count)
            select (seed, mutations);

        Prop.ForAll(mutant.ToArbitrary(), pair =>
        {
            runner.Run(Mutation.Apply(seeds[pair.Seed], pair.Mutations));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
