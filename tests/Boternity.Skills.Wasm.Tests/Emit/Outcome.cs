using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>What a call of <c>run</c> came to, as text that tiers are compared by.</summary>
internal static class Outcome
{
    /// <summary>Result, or trap with its backtrace, and the fuel that the store has used.</summary>
    public static string Of(Instance instance, params ulong[] arguments)
    {
        string ended;
        try
        {
            ended = $"{instance.GetFunction("run").Invoke(arguments)[0]}";
        }
        catch (WasmTrapException trap)
        {
            ended = trap.Code + string.Join(' ', trap.Backtrace.Frames);
        }

        return $"{ended} {instance.Store.FuelConsumed} ";
    }
}
