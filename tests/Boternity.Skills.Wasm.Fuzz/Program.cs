using System.Diagnostics;
using Boternity.Skills.Wasm.Fuzz;
using Boternity.Skills.Testing.Fuzzing;

if (args is ["tiers" or "large", .. string[] rest])
{
    return TierFuzz.Run(rest, isLarge: args[0] == "large");
}
if (args is ["abi", .. string[] abi])
{
    return AbiFuzz.Run(abi);
}
if (FuzzOptions.TryParse(args) is not { } options)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    Console.Error.WriteLine(TierFuzz.Usage);
    Console.Error.WriteLine(AbiFuzz.Usage);
    return 2;
}

byte[][] seeds = FuzzSeeds.All();
var runner = new MutantRunner();
var counts = new int[Enum.GetValues<MutantOutcome>().Length];
int violations = 0;
long start = Stopwatch.GetTimestamp();
Console.WriteLine(
    $"seed {options.Seed}, {options.Cases} cases from number {options.First}, {seeds.Length} binaries to mutate");
for (int i = options.First; i < options.First + options.Cases; i++)
{
    // Each case stands on its own, so that "--first K --cases 1" repeats it.
    var random = new Random(unchecked((options.Seed * 1_000_003) ^ i));
    byte[] seed = seeds[random.Next(seeds.Length)];
    var mutations = new Mutation[random.Next(2) == 0 ? 1 : 1 + random.Next(4)];
    for (int k = 0; k < mutations.Length; k++)
    {
        mutations[k] = Mutation.Create(random);
    }
    byte[] mutant = Mutation.Apply(seed, mutations);
    try
    {
        counts[(int)runner.Run(mutant)]++;
    }
    catch (FuzzViolationException violation)
    {
        violations++;
        Console.Error.WriteLine($"case {i}: {violation.Message}");
        if (violation.InnerException is { } inner)
        {
            Console.Error.WriteLine(inner);
        }
        Console.Error.WriteLine($"  mutant: {Convert.ToBase64String(mutant)}");
    }

    // What kills the process leaves a trace of where it was.
    if (i % 10_000 == 9_999)
    {
        Console.WriteLine($"  {i + 1 - options.First} done");
    }
}

foreach (MutantOutcome outcome in Enum.GetValues<MutantOutcome>())
{
    Console.WriteLine($"{outcome,-12} {counts[(int)outcome],8}");
}
Console.WriteLine($"{"violations",-12} {violations,8}");
Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
return violations == 0 ? 0 : 1;
