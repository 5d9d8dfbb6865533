using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Traps of compiled code. Each gives the fuel back and notes where the guest stood, then throws; none
/// returns.</summary>
internal static class Traps
{
    [DoesNotReturn]
    public static void MemoryOutOfBounds(Instance instance, nint frame, long fuel, long mark) =>
        throw Make(TrapCode.MemoryOutOfBounds, instance, frame, fuel, mark);

    [DoesNotReturn]
    public static void DivideByZero(Instance instance, nint frame, long fuel, long mark) =>
        throw Make(TrapCode.IntegerDivideByZero, instance, frame, fuel, mark);

    [DoesNotReturn]
    public static void IntegerOverflow(Instance instance, nint frame, long fuel, long mark) =>
        throw Make(TrapCode.IntegerOverflow, instance, frame, fuel, mark);

    [DoesNotReturn]
    public static void Unreachable(Instance instance, nint frame, long fuel, long mark) =>
        throw Make(TrapCode.Unreachable, instance, frame, fuel, mark);

    [DoesNotReturn]
    public static void Truncation(bool isNaN, Instance instance, nint frame, long fuel, long mark) =>
        throw Make(isNaN ? TrapCode.InvalidConversionToInteger : TrapCode.IntegerOverflow, instance, frame, fuel, mark);

    public static WasmTrapException Make(TrapCode code, Instance instance, nint frame, long fuel, long mark) =>
        Place(new WasmTrapException(code), instance, frame, fuel + (mark >> 32), (int)mark);

    /// <summary>Gives a trap its innermost frame, and the store the fuel that the compiled code held.</summary>
    public static WasmTrapException Place(WasmTrapException trap, Instance instance, nint frame, long fuel, int offset)
    {
        instance.Store.FuelLeft += fuel;
        CompiledFrames.AppendInnermost(trap, instance, frame, offset);
        return trap;
    }
}
