using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Calls functions of the host, for both tiers.</summary>
internal static unsafe class HostCalls
{
    /// <summary>Calls a function of the host with its arguments in slots. The fuel is the store's already.</summary>
    public static void Call(Store store, Instance caller, Function function, byte* arguments)
    {
        int taken = function.Type.ParameterSlots;
        int given = function.Type.ResultSlots;
        ulong* results = (ulong*)arguments + taken;
        store.Stack.Top = (byte*)(results + given);
        if (store.Stack.Top > store.Stack.Limit)
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        function.Callback!(new Caller(store, caller), new ReadOnlySpan<ulong>(arguments, taken),
            new Span<ulong>(results, given));
        for (int i = 0; i < given; i++)
        {
            ((ulong*)arguments)[i] = results[i];
        }
    }
}
