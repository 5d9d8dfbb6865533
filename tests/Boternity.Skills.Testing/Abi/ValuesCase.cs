using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Testing.Abi;

/// <summary>
/// One random function and random values of it, from the host to a component and back, and from component to component:
/// what is in the memories is compared with what the model says. Some of the values are damaged in memory first.
/// </summary>
internal sealed class ValuesCase
{
    private const int Calls = 12;

    private static readonly Engine Engine = new();

    private readonly Random _random;
    private readonly ValuesShape _shape;
    private readonly Component _component;

    public ValuesCase(int seed)
    {
        _random = new Random(seed);
        _shape = ValuesShape.Random(_random);
        Binary = ValuesComponent.Write(_shape);
        _component = Component.Load(Engine, Binary);
    }

    public byte[] Binary { get; }

    public int[] Outcomes { get; } = new int[Enum.GetValues<ValuesOutcome>().Length];

    /// <summary>Runs the case; the first difference in words, or null.</summary>
    public string? Run()
    {
        for (int done = 0; done < Calls;)
        {
            using Store store = Engine.CreateStore(new StoreOptions { Fuel = 50_000_000 });
            ComponentInstance instance =
                new ComponentLinker().Link(_component).Instantiate(new ComponentContext(store));
            ValuesOutcome outcome = ValuesOutcome.Passed;
            while (done++ < Calls && outcome == ValuesOutcome.Passed)
            {
                (outcome, string? difference) = new ValuesCall(_shape, instance, _random).Run();
                if (difference is not null)
                {
                    return difference;
                }

                Outcomes[(int)outcome]++;
            }
        }

        return null;
    }
}
