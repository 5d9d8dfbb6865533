using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Safety;

/// <summary>What the tests of hostile guests have in common.</summary>
internal static class Guest
{
    private static readonly Engine Default = new();
    private static readonly Dictionary<string, Engine> Engines =
        Tier.Names.ToDictionary(name => name, name => new Engine(Tier.OptionsOf(name)));
    private static readonly AsyncLocal<Engine?> Chosen = new();

    /// <summary>The engine of the tier that the test runs on; one with default options where it did not
    /// choose.</summary>
    public static Engine Engine => Chosen.Value ?? Default;

    /// <summary>Chooses the tier for the current test.</summary>
    public static void Use(string tier) => Chosen.Value = Engines[tier];

    public static Instance Instantiate(Store store, ModuleWriter module) =>
        new Linker().Instantiate(store, Engine.LoadModule(module.ToArray()));

    public static int Run(ModuleWriter module, StoreOptions? options = null)
    {
        using Store store = Engine.CreateStore(options);
        return (int)Instantiate(store, module).GetFunction("run").Invoke()[0];
    }

    public static TrapCode Trap(Function function, params ReadOnlySpan<ulong> arguments)
    {
        ulong[] copy = arguments.ToArray();
        return Assert.Throws<WasmTrapException>(() => function.Invoke(copy)).Code;
    }

    /// <summary>Runs on a thread with 256 KB of stack, the least that guests are promised to be held on.</summary>
    public static T OnSmallThread<T>(Func<T> body)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = body();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException("The thread failed.", failure);
        }

        return result!;
    }
}
