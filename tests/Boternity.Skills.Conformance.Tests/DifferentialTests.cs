using System.Diagnostics;
using System.Globalization;
using System.Text;
using Boternity.Skills.Execution;
using Boternity.Skills.Testing.Abi;
using Boternity.Skills.Testing.Fuzzing;
using Boternity.Skills.Testing.Lifetimes;
using Boternity.Skills.Testing.Tiers;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>
/// Generated inputs and mutated programs have the same outcome on both engines: what they answer, their exit code, or
/// the trap; generated scripts leave the same files. Where one meets a limit that the engines count differently (fuel,
/// time, the stack), nothing is compared.
/// </summary>
[TestFixture]
internal sealed class DifferentialTests
{
    // For a run by hand: how many cases each test has, or how many seconds it takes; and the first case's number.
    private const string CasesVariable = "DIFFERENTIAL_CASES";
    private const string SecondsVariable = "DIFFERENTIAL_SECONDS";
    private const string SeedVariable = "DIFFERENTIAL_SEED";

    private const int Cases = 40;
    private const int Inputs = 25;

    private static readonly SkillLimits Limits = SkillLimits.Untrusted with
    {
        MaxFuel = 20_000_000,
        Timeout = TimeSpan.FromSeconds(20),
    };

    [SetUp]
    public void RequireEngine() => Engines.Get(Engines.Wasmtime);

    [TestCase("c-skill.wasm", "upper ")]
    [TestCase("c-skill-wasi.wasm", "print ")]
    [TestCase("rust-skill.wasm", "frequencies ")]
    [TestCase("linked/tally.wasm", "")]
    [TestCase("linked/shared-everything.wasm", "")]
    [TestCase("command.wasm", "")]
    [TestCase("command-preview1.wasm", "")]
    public async Task Run_GeneratedInputs_HaveTheSameOutcome(string fixture, string verb)
    {
        foreach (int i in CasesOf(Inputs))
        {
            string input = verb + Text(new Random(i));
            string managed = await OutcomeAsync(Engines.Managed, Engines.Read(fixture), input, fixture);
            string wasmtime = await OutcomeAsync(Engines.Wasmtime, Engines.Read(fixture), input, fixture);

            Assert.That(Comparable(wasmtime, managed), Is.EqualTo(managed), $"input {i}: {input}");
        }
    }

    [TestCase("c-skill.wasm", "upper hello")]
    [TestCase("command-preview1.wasm", "some text")]
    [TestCase("linked/shared-everything.wasm", "hello")]
    public async Task Run_MutatedPrograms_HaveTheSameOutcome(string fixture, string input)
    {
        byte[] seed = Engines.Read(fixture);
        int ran = 0;
        foreach (int i in CasesOf(Cases))
        {
            var random = new Random(i);
            byte[] mutant = Mutation.Apply(seed, [Mutation.Create(random)]);
            string managed = await OutcomeAsync(Engines.Managed, mutant, input, null);
            if (managed == "link")
            {
                // The library's own checks refuse it, and stand before both.
                continue;
            }

            ran++;
            string wasmtime = await OutcomeAsync(Engines.Wasmtime, mutant, input, null);
            Assert.That(Comparable(wasmtime, managed), Is.EqualTo(managed), $"mutant {i} of {fixture}");
        }

        Assert.That(ran, Is.Positive);
    }

    [Test]
    public async Task Run_GeneratedModules_HaveTheSameOutcome()
    {
        Dictionary<string, int> outcomes = [];
        foreach (int i in CasesOf(Cases))
        {
            byte[] module = new ModuleGenerator(i, isInvolved: false).GenerateCommand();
            string managed = await OutcomeAsync(Engines.Managed, module, "", null, allowSimd: true);
            string wasmtime = await OutcomeAsync(Engines.Wasmtime, module, "", null, allowSimd: true);
            string kind = managed.Split(' ')[0];
            outcomes[kind] = outcomes.GetValueOrDefault(kind) + 1;

            Assert.That(Comparable(wasmtime, managed), Is.EqualTo(managed), $"module {i}");
        }

        await TestContext.Out.WriteLineAsync(string.Join(", ", outcomes.Select(pair => $"{pair.Value} {pair.Key}")));
        Assert.That(outcomes.Keys, Does.Contain("failed").And.Contain("trap").And.Not.Contain("link"));
    }

    [TestCase("lifetimes")]
    [TestCase("values")]
    public async Task Run_GeneratedComponents_HaveTheSameOutcome(string kind)
    {
        Dictionary<string, int> outcomes = [];
        foreach (int i in CasesOf(Cases))
        {
            if ((kind == "values" ? ValuesSkill.Write(i) : LifetimeSkill.Write(i)) is not { } component)
            {
                continue;
            }

            string managed = WithoutWords(await OutcomeAsync(Engines.Managed, component, "", null));
            string wasmtime = WithoutWords(await OutcomeAsync(Engines.Wasmtime, component, "", null));
            string outcome = managed.Split(' ')[0];
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;

            Assert.That(Comparable(wasmtime, managed), Is.EqualTo(managed), $"component {i}");
        }

        await TestContext.Out.WriteLineAsync(string.Join(", ", outcomes.Select(pair => $"{pair.Value} {pair.Key}")));
        Assert.That(outcomes.Keys, Does.Contain("ok").And.Contain("trap").And.Not.Contain("link"));
    }

    [Test]
    public async Task Run_GeneratedScripts_HaveTheSameEffectsOnFiles()
    {
        using var managed = new ScriptBench(static builder => Engines.Use(builder, Engines.Managed));
        using var wasmtime = new ScriptBench(static builder => Engines.Use(builder, Engines.Wasmtime));
        foreach (int i in CasesOf(Cases / 4))
        {
            string script = Script(new Random(i));

            Assert.That(await EffectsAsync(wasmtime, script), Is.EqualTo(await EffectsAsync(managed, script)), script);
        }
    }

    /// <summary>The numbers of a test's cases. Each is told by its number alone.</summary>
    private static IEnumerable<int> CasesOf(int usually)
    {
        int first = NumberOf(SeedVariable) ?? 0;
        int? seconds = NumberOf(SecondsVariable);
        int count = seconds is null ? NumberOf(CasesVariable) ?? usually : int.MaxValue - first;
        long start = Stopwatch.GetTimestamp();
        int i = first;
        while (i < first + count && (seconds is null || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds))
        {
            yield return i++;
        }

        TestContext.Out.WriteLine($"{i - first} cases");
    }

    private static int? NumberOf(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    private static string Script(Random random)
    {
        string[] names = ["a.txt", "b.txt", "sub", "sub/c.txt", "none/d.txt", "../e.txt", "link"];
        var script = new StringBuilder();
        int lines = random.Next(3, 15);
        for (int i = 0; i < lines; i++)
        {
            string path = $"/workspace/{names[random.Next(names.Length)]}";
            script.Append(random.Next(5) switch
            {
                0 => $"cat {path}",
                1 => $"remove {path}",
                2 => $"list {path[..path.LastIndexOf('/')]}",
                _ => $"write {path} {Text(random).Trim()}x",
            }).Append('\n');
        }

        return script.ToString();
    }

    private static async Task<string> EffectsAsync(ScriptBench bench, string script)
    {
        string work = bench.PathOf($"work-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.Combine(work, "sub"));
        await File.WriteAllTextAsync(Path.Combine(work, "a.txt"), "before");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(work, "link"), "a.txt");
        }

        SkillScriptResult result = await bench.RunAsync(script, new SkillScriptOptions { WorkDirectory = work });
        var effects = new StringBuilder($"{result.ExitCode}\n{result.OutputText}\n{result.ErrorText}\n");
        foreach (string path in Directory.EnumerateFileSystemEntries(work, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            var file = new FileInfo(path);
            string content = file.LinkTarget ?? (file.Exists ? await File.ReadAllTextAsync(path) : "");
            effects.Append(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(work, path)}: {content}\n");
        }

        return effects.ToString();
    }

    // What goes wrong between components has words of each engine's own, as an access of the code that Wasmtime made.
    private static string WithoutWords(string outcome) =>
        outcome.StartsWith("trap ", StringComparison.Ordinal) ? "trap" : outcome;

    private static string Comparable(string wasmtime, string managed) =>
        managed is "limit" || wasmtime is "limit" ? managed : wasmtime;

    private static async Task<string> OutcomeAsync(
        string engine, byte[] bytes, string input, string? fixture, bool allowSimd = false)
    {
        try
        {
            if (fixture is not null)
            {
                return $"ok {(await Engines.RunAsync(engine, fixture, input, limits: Limits, seed: 1)).Output}";
            }

            using IWasmProgram program = await Engines.LoadAsync(engine, bytes, allowSimd);
            using var host = new FixtureHost();
            return $"ok {(await Engines.RunAsync(program, FixtureContext.Request(input, host, Limits, 1))).Output}";
        }
        catch (SkillLinkException)
        {
            return "link";
        }
        catch (SkillLimitExceededException)
        {
            return "limit";
        }
        catch (SkillFailedException failure)
        {
            return $"failed {failure.ExitCode} {failure.Error}";
        }
        catch (SkillTrapException trap)
        {
            return trap.Trap switch
            {
                "call stack exhausted" => "limit",

                // The managed engine says which.
                string text when text.StartsWith("uninitialized element", StringComparison.Ordinal) =>
                    "trap uninitialized element",

                // Wasmtime has one text for both.
                "out of bounds table access" => "trap undefined element",
                "unreachable" or "out of bounds memory access" or "undefined element"
                    or "indirect call type mismatch" or "integer overflow" or "integer divide by zero"
                    or "invalid conversion to integer" => $"trap {trap.Trap}",

                // The component model's traps have words of each engine's own.
                _ => "trap of the host",
            };
        }
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        int length = random.Next(1, 40);
        for (int i = 0; i < length; i++)
        {
            text.Append(random.Next(6) switch
            {
                0 => " ",
                1 => random.Next(100).ToString(CultureInfo.InvariantCulture),
                2 => "ü",
                3 => "🚀",
                _ => ((char)random.Next('a', 'z' + 1)).ToString(),
            });
        }

        return text.ToString();
    }
}
