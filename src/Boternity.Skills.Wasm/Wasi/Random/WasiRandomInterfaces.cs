using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:random</c>. The insecure interfaces give the same bytes as the secure one: there is nothing to gain from worse.</summary>
internal static class WasiRandomInterfaces
{
    // The guest asks for a number of bytes; more than this at once is a mistake or an attack.
    private const ulong MaxBytes = 16 << 20;

    public static void Define(ComponentLinker linker)
    {
        linker.DefineFunction("wasi:random/random@0.2.0", "get-random-bytes", GetBytes, "(u64) -> list<u8>");
        linker.DefineFunction("wasi:random/random@0.2.0", "get-random-u64", GetUInt64, "() -> u64");
        linker.DefineFunction("wasi:random/insecure@0.2.0", "get-insecure-random-bytes", GetBytes, "(u64) -> list<u8>");
        linker.DefineFunction("wasi:random/insecure@0.2.0", "get-insecure-random-u64", GetUInt64, "() -> u64");
        linker.DefineFunction(
            "wasi:random/insecure-seed@0.2.0",
            "insecure-seed",
            (c, _) => ComponentValue.FromRecord(ComponentValue.FromUnsigned(Random(c).NextUInt64()), ComponentValue.FromUnsigned(Random(c).NextUInt64())),
            "() -> tuple(u64, u64)");
    }

    private static ComponentValue GetBytes(ComponentContext context, ReadOnlySpan<ComponentValue> arguments)
    {
        ulong length = arguments[0].AsU64();
        if (length > MaxBytes) throw new WasmTrapException(TrapCode.Host, $"more than {MaxBytes} random bytes at once");
        context.Store.ConsumeFuel((long)length);
        var bytes = new byte[length];
        Random(context).Fill(bytes);
        return ComponentValue.FromArray(bytes);
    }

    private static ComponentValue GetUInt64(ComponentContext context, ReadOnlySpan<ComponentValue> arguments) => ComponentValue.FromUnsigned(Random(context).NextUInt64());

    private static WasiRandom Random(ComponentContext context) => context.GetState<IWasiState>().Wasi.Random;
}
