namespace Boternity.Skills.Testing.Abi;

/// <summary>The function that a case is about, and how the two components write strings.</summary>
/// <param name="Parameters">The parameters, as one tuple.</param>
/// <param name="Result">The result; null for none.</param>
/// <param name="CalleeEncoding">The strings of the component that has the function.</param>
/// <param name="CallerEncoding">The strings of the one that calls it.</param>
internal sealed record ValuesShape(ModelType Parameters, ModelType? Result, int CalleeEncoding, int CallerEncoding)
{
    private const int MaxFlatParameters = 16;

    /// <summary>Whether the parameters are passed in memory.</summary>
    public bool SpillsParameters => Parameters.Flat.Length > MaxFlatParameters;

    /// <summary>Whether the result is passed in memory.</summary>
    public bool SpillsResult => Result is { Flat.Length: > 1 };

    public static ValuesShape Random(Random random)
    {
        while (true)
        {
            var parameters = new ModelType?[random.Next(1, 5)];
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] = ModelType.Random(random, random.Next(4));
            }

            ModelType? result = random.Next(8) == 0 ? null : ModelType.Random(random, random.Next(4));
            var tuple = new ModelType(ModelKind.Tuple, parameters);
            if (tuple.Size < ValuesComponent.MaxSize && (result?.Size ?? 0) < ValuesComponent.MaxSize)
            {
                return new(tuple, result, random.Next(3), random.Next(3));
            }
        }
    }
}
