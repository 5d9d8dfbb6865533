using System.Buffers.Binary;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Random;

/// <summary>
/// <c>wasi:random</c>. The insecure interfaces give the same bytes as the secure one: there is nothing to gain from
/// worse.
/// </summary>
internal static class WasiRandom
{
    // The guest asks for a number of bytes; more than this at once is a mistake or an attack.
    private const ulong MaxBytes = 16 << 20;

    public static void Define(HostDefinitions definitions)
    {
        definitions.Function("wasi:random/random@0.2.0", "get-random-bytes", GetBytes, "(u64) -> list<u8>");
        definitions.Function("wasi:random/random@0.2.0", "get-random-u64", GetUInt64, "() -> u64");
        definitions.Function("wasi:random/insecure@0.2.0", "get-insecure-random-bytes", GetBytes, "(u64) -> list<u8>");
        definitions.Function("wasi:random/insecure@0.2.0", "get-insecure-random-u64", GetUInt64, "() -> u64");
        definitions.Function(
            "wasi:random/insecure-seed@0.2.0",
            "insecure-seed",
            (guest, _) => ComponentValue.FromRecord(
                ComponentValue.FromUnsigned(NextUInt64(guest)), ComponentValue.FromUnsigned(NextUInt64(guest))),
            "() -> tuple(u64, u64)");
    }

    private static ComponentValue GetBytes(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        ulong length = arguments[0].AsU64();
        if (length > MaxBytes)
        {
            throw new WasmTrapException(TrapCode.Host, $"more than {MaxBytes} random bytes at once");
        }

        guest.ConsumeFuel((long)length);

        // Charged before they are there; while they are passed on, whoever passes them charges them.
        guest.Memory.Charge((long)length);
        var bytes = new byte[length];
        guest.System.Random.Fill(bytes);
        guest.Memory.Release((long)length);
        guest.Memory.Settle();
        return ComponentValue.FromArray(bytes);
    }

    private static ComponentValue GetUInt64(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        ComponentValue.FromUnsigned(NextUInt64(guest));

    private static ulong NextUInt64(Guest guest)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        guest.System.Random.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
