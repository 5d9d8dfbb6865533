using System.Globalization;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>
/// What one call costs once everything is compiled, from the host by a typed delegate and within the guest, and what
/// moving a few bytes does.
/// </summary>
internal static class CallCosts
{
    private const int Calls = 2_000_000;

    private static readonly EngineOptions Compiled = new() { HotCalls = 0, CompilesInBackground = false };

    public static void Measure(int rounds, Clock clock)
    {
        var engine = new Engine(Compiled);
        Module module = engine.LoadModule(Write());
        Console.WriteLine();
        Console.WriteLine("| call, compiled | ns |");
        Console.WriteLine("| --- | ---: |");
        Report(
            "typed delegate, fuel and cancellation",
            FromHost(engine, module, new StoreOptions { Fuel = long.MaxValue / 2 }, rounds, clock));
        Report(
            "the same with a deadline, which reads the clock",
            FromHost(
                engine,
                module,
                new StoreOptions { Fuel = long.MaxValue / 2, Timeout = TimeSpan.FromHours(1) },
                rounds,
                clock));
        using Store store = engine.CreateStore(
            new StoreOptions { Fuel = long.MaxValue / 2, Timeout = TimeSpan.FromHours(1) });
        Instance instance = new Linker().Instantiate(store, module);
        double empty = Loop(instance, "none", rounds, clock);
        Report("direct, in the guest", Loop(instance, "direct", rounds, clock) - empty);
        Report("indirect, in the guest", Loop(instance, "indirect", rounds, clock) - empty);
        Report("memory.copy of 32 bytes, in the guest", Loop(instance, "copy", rounds, clock) - empty);
        Report("memory.fill of 200 bytes, in the guest", Loop(instance, "fill", rounds, clock) - empty);
    }

    private static void Report(string what, double nanoseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {nanoseconds:F1} |"));

    private static double FromHost(Engine engine, Module module, StoreOptions limits, int rounds, Clock clock)
    {
        using Store store = engine.CreateStore(limits);
        Func<int, int, int> add = new Linker().Instantiate(store, module).GetFunction("add").AsFunc<int, int, int>();
        return MedianOf(rounds, clock, () =>
        {
            int sum = 0;
            for (int i = 0; i < Calls; i++)
            {
                sum = add(sum, i & 1);
            }
            if (sum != Calls / 2)
            {
                throw new InvalidOperationException($"The sum is {sum}.");
            }
        });
    }

    private static double Loop(Instance instance, string name, int rounds, Clock clock)
    {
        Func<int, int> run = instance.GetFunction(name).AsFunc<int, int>();
        int expected = run(Calls);
        return MedianOf(rounds, clock, () =>
        {
            if (run(Calls) != expected)
            {
                throw new InvalidOperationException($"{name} answered differently.");
            }
        });
    }

    private static double MedianOf(int rounds, Clock clock, Action action)
    {
        var times = new List<double>();

        // The first time is for the runtime's own compiler.
        for (int round = -2; round < rounds; round++)
        {
            TimeSpan start = clock.Now;
            action();
            if (round >= 0)
            {
                times.Add(clock.Since(start).TotalNanoseconds / Calls);
            }
            else
            {
                Thread.Sleep(200);
            }
        }

        return Statistics.Median(times);
    }

    // Loops over (sum) -> sum xor 1 and (sum) -> sum + 3, called directly, or by turns through a table.
    private static byte[] Write()
    {
        var module = new ModuleWriter();
        int unary = module.Type([ValType.I32], [ValType.I32]);
        int add = module.Function(
            module.Type([ValType.I32, ValType.I32], [ValType.I32]), code => code.Get(0).Get(1).Op(Opcode.I32Add));
        int flip = module.Function(unary, code => code.Get(0).I32(1).Op(Opcode.I32Xor));
        int step = module.Function(unary, code => code.Get(0).I32(3).Op(Opcode.I32Add));
        module.Memory(1);
        module.Table(ValType.FuncRef, 2);
        module.Elements(0, flip, step);
        module.Export("add", ExternKind.Function, add);
        module.Export("none", ExternKind.Function, Repeat(module, unary, code => code.Get(1).I32(3).Op(Opcode.I32Add)));
        module.Export("direct", ExternKind.Function, Repeat(module, unary, code => code.Get(1).Call(step)));
        module.Export(
            "indirect",
            ExternKind.Function,
            Repeat(
                module, unary, code => code.Get(1).Get(0).I32(1).Op(Opcode.I32And).Op(Opcode.CallIndirect, unary, 0)));
        module.Export("copy", ExternKind.Function, Repeat(module, unary, code => code
            .I32(1000).Get(1).I32(0xFFF).Op(Opcode.I32And).I32(32).Op(Opcode.MemoryCopy, 0, 0)
            .Get(1).I32(3).Op(Opcode.I32Add)));
        module.Export("fill", ExternKind.Function, Repeat(module, unary, code => code
            .I32(1000).Get(1).I32(200).Op(Opcode.MemoryFill, 0).Get(1).I32(3).Op(Opcode.I32Add)));
        return module.ToArray();
    }

    private static int Repeat(ModuleWriter module, int type, Action<CodeWriter> body) => module.Function(
        type,
        code =>
        {
            code.Op(Opcode.Loop, CodeWriter.Empty);
            body(code);
            code.Set(1).Get(0).I32(1).Op(Opcode.I32Sub).Op(Opcode.LocalTee, 0).Op(Opcode.BrIf, 0).End().Get(1);
        },
        (1, ValType.I32));
}
