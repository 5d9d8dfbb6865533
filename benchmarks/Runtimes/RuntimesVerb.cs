using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Boternity.Skills.Benchmarks.Kernels;

namespace Boternity.Skills.Benchmarks.Runtimes;

/// <summary>A language runtime, or any other module with <c>_start</c>, in our engine, in Wasmtime and in V8 by turns:
/// medians over the rounds.</summary>
internal static class RuntimesVerb
{
    private const int DefaultRounds = 5;
    private const int Warmups = 10;

    // For the processes that this one starts.
    private const string FirstRun = "--first-run-with";

    public static int Run(string[] arguments)
    {
        int rounds = DefaultRounds;
        Clock clock = Clock.Wall;
        string? input = null;
        string? profile = null;
        var mounts = new Dictionary<string, string>(StringComparer.Ordinal);
        int i = 0;
        for (; i < arguments.Length && arguments[i].StartsWith("--", StringComparison.Ordinal); i++)
        {
            switch (arguments[i])
            {
                case "--processor-time": clock = Clock.Processor; break;
                case "--rounds" when i + 1 < arguments.Length:
                    rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case "--input" when i + 1 < arguments.Length: input = Path.GetFullPath(arguments[++i]); break;
                case "--mount" when i + 1 < arguments.Length && arguments[i + 1].Split('=', 2) is [var guest, var host]:
                    mounts[guest] = Path.GetFullPath(host);
                    i++;
                    break;
                case FirstRun when i + 1 < arguments.Length: profile = arguments[++i]; break;
                default: return Refuse();
            }
        }

        if (i == arguments.Length)
        {
            return Refuse();
        }

        var program = new RuntimeProgram(Path.GetFullPath(arguments[i]), arguments[(i + 1)..], input, mounts);
        if (profile is null)
        {
            Measure(program, rounds, clock);
        }
        else
        {
            MeasureFirst(program, profile, clock);
        }

        return 0;
    }

    // What a process of its own does: its first run, with the profile in the file where there is one.
    private static void MeasureFirst(RuntimeProgram program, string profile, Clock clock)
    {
        TimeSpan start = clock.Now;
        using var engine = new EngineRuns(program, clock);
        if (new FileInfo(profile) is { Exists: true, Length: > 0 })
        {
            engine.Apply(File.ReadAllBytes(profile));
        }

        engine.Run();
        Console.WriteLine(clock.Since(start).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }

    private static double RunFirst(RuntimeProgram program, string profile, Clock clock)
    {
        string[] arguments =
        [
            "runtimes", FirstRun, profile,
            .. clock == Clock.Processor ? ["--processor-time"] : Array.Empty<string>(),
            .. program.Input is { } input ? ["--input", input] : Array.Empty<string>(),
            .. program.Mounts.SelectMany(mount => (string[])["--mount", $"{mount.Key}={mount.Value}"]),
            program.Path, .. program.Arguments,
        ];
        return double.Parse(ChildProcess.Run(arguments), CultureInfo.InvariantCulture);
    }

    private static int Refuse()
    {
        Console.Error.WriteLine(
            "usage: runtimes [--rounds N] [--processor-time] [--input FILE] [--mount GUEST=HOST] MODULE [ARGUMENT...]");
        return 2;
    }

    private static void Measure(RuntimeProgram program, int rounds, Clock clock)
    {
        using var engine = new EngineRuns(program, clock);
        using var wasmtime = new WasmtimeRuns(program, clock);
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            $"Medians of {rounds} rounds by turns, {clock.Name} time; fuel and deadline are on but in V8.");
        double first = engine.Run().TotalMilliseconds;
        for (int i = 0; i < Warmups; i++)
        {
            engine.Run();
        }

        string profile = Path.GetTempFileName();
        var cold = new List<double>();
        var profiled = new List<double>();
        var ours = new List<double>();
        var theirs = new List<double>();
        var node = new List<double>();
        byte[] hot = engine.WriteProfile();
        for (int round = 0; round < rounds; round++)
        {
            File.WriteAllBytes(profile, []);
            cold.Add(RunFirst(program, profile, clock));
            File.WriteAllBytes(profile, hot);
            profiled.Add(RunFirst(program, profile, clock));
        }

        File.Delete(profile);
        for (int round = 0; round < rounds; round++)
        {
            ours.Add(engine.Run().TotalMilliseconds);
            theirs.Add(wasmtime.Run().TotalMilliseconds);
            if (RunNode(program, clock) is { } time)
            {
                node.Add(time);
            }
        }

        double warm = Statistics.Median(ours);
        Write("this engine, first run", first, warm);
        Write("a process, load and run", Statistics.Median(cold), warm);
        Write("the same with a profile", Statistics.Median(profiled), warm);
        Write("this engine", warm, warm);
        Write("Wasmtime, precompiled", Statistics.Median(theirs), warm);
        if (node.Count > 0)
        {
            Write("V8", Statistics.Median(node), warm);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"fuel {engine.Fuel}; held {engine.HeldRatio:F1} times the binary"));
    }

    private static void Write(string what, double time, double ours) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-24} {time,8:F0} ms   ours is {ours / time:F2} of it"));

    // Null where Node.js is not installed, or cannot run the program.
    private static double? RunNode(RuntimeProgram program, Clock clock)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "runtimes.mjs");
        string[] arguments = ["--no-warnings", script, program.Path, program.Input ?? "-",
            Warmups.ToString(CultureInfo.InvariantCulture), clock.Name, JsonSerializer.Serialize(program.Mounts),
            .. program.Arguments];
        try
        {
            using Process process =
                Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                return null;
            }

            using JsonDocument json = JsonDocument.Parse(output);
            return json.RootElement.GetProperty("warm").GetDouble();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
