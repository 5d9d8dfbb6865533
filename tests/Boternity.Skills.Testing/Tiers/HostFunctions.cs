using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Testing.Tiers;

/// <summary>The host that generated modules run in.</summary>
internal static class HostFunctions
{
    // What the guest may have the host call back, so that no case runs for ever.
    private const int MaxCallbacks = 20;

    public static readonly (string Name, ValType[] Parameters, ValType[] Results)[] Signatures =
    [
        ("nothing", [], []),
        ("mix", [ValType.I32, ValType.F64, ValType.V128], [ValType.I64]),
        ("many", [ValType.I64], [ValType.I32, ValType.V128, ValType.F32]),
        ("trap", [ValType.I32], [ValType.I32]),
        ("back", [ValType.I32], [ValType.I32]),
    ];

    public static void Define(Linker linker, StoreOptions options)
    {
        var callbacks = (StrongCount)options.State!;
        linker.DefineFunction("host", "nothing", new FuncType([], []), static (_, _, _) => { });
        linker.DefineFunction("host", "mix", Type(1), static (caller, arguments, results) =>
        {
            caller.Store.ConsumeFuel(3);
            results[0] = (arguments[0] * 31) + (arguments[1] ^ arguments[2]) + arguments[3];
        });
        linker.DefineFunction("host", "many", Type(2), static (_, arguments, results) =>
        {
            results[0] = (uint)arguments[0];
            results[1] = arguments[0] + 1;
            results[2] = ~arguments[0];
            results[3] = (uint)(arguments[0] >> 32);
        });
        linker.DefineFunction("host", "trap", Type(3), static (_, arguments, results) =>
        {
            if ((uint)arguments[0] % 8 == 3)
            {
                throw new WasmTrapException(TrapCode.Host, "The host said no.");
            }

            results[0] = (uint)arguments[0] + 1;
        });
        linker.DefineFunction("host", "back", Type(4), (caller, arguments, results) =>
        {
            Function? target = caller.Instance?.Module.Definition.Exports.Where(export =>
                export.Kind == ExternKind.Function)
                .Select(export => caller.Instance.GetFunction(export.Name))
                .FirstOrDefault(function => function.Type.ParameterSlots == 0);
            results[0] = (uint)arguments[0];
            if (target is not null && callbacks.Value++ < MaxCallbacks)
            {
                results[0] ^= (uint)target.Invoke().Aggregate(0UL, (sum, slot) => sum + slot);
            }
        });
    }

    private static FuncType Type(int index) => new(Signatures[index].Parameters, Signatures[index].Results);

    /// <summary>A number that a delegate and its maker share.</summary>
    internal sealed class StrongCount
    {
        public int Value { get; set; }
    }
}
