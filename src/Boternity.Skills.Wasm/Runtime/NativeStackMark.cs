namespace Boternity.Skills.Wasm.Runtime;

/// <summary>What a store knew of the thread's stack before a run of the guest.</summary>
internal readonly record struct NativeStackMark(nint Limit, nint Floor, int Thread);
