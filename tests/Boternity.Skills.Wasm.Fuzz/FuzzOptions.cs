using System.Globalization;

namespace Boternity.Skills.Wasm.Fuzz;

/// <summary>What a run does.</summary>
/// <param name="Cases">How many mutants.</param>
/// <param name="Seed">What they are made from: the same number gives the same mutants.</param>
/// <param name="First">The number of the first, to repeat one.</param>
internal sealed record FuzzOptions(int Cases, int Seed, int First)
{
    public const string Usage = "usage: --cases N --seed S [--first K]";

    public static FuzzOptions? TryParse(string[] arguments)
    {
        var options = new FuzzOptions(200_000, 1, 0);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length
                || !int.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out int number))
            {
                return null;
            }
            switch (arguments[i])
            {
                case "--cases" when number >= 0:
                    options = options with { Cases = number };
                    break;
                case "--seed":
                    options = options with { Seed = number };
                    break;
                case "--first" when number >= 0:
                    options = options with { First = number };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
