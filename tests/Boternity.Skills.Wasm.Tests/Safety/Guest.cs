using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Writing;

namespace Boternity.Skills.Wasm.Tests.Safety;

/// <summary>What the tests of hostile guests have in common.</summary>
internal static class Guest
{
    public static readonly Engine Engine = new();

    public static Instance Instantiate(Store store, ModuleWriter module) => new Linker().Instantiate(store, Engine.LoadModule(module.ToArray()));

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
        if (failure is not null) throw new InvalidOperationException("The thread failed.", failure);
        return result!;
    }
}
