namespace Boternity.Skills.Wasm.Runtime;

/// <summary>The seam between the runtime's state and what executes code on it.</summary>
internal abstract class ExecutionTier
{
    /// <summary>Calls a function that a module defines.</summary>
    /// <param name="instance">The instance whose function it is.</param>
    /// <param name="functionIndex">Its index in the instance's module; not an import.</param>
    /// <param name="arguments">As many slots as the type's parameters take.</param>
    /// <param name="results">As many slots as the type's results take.</param>
    /// <exception cref="WasmTrapException">The guest was stopped.</exception>
    public abstract void Invoke(Instance instance, int functionIndex, ReadOnlySpan<ulong> arguments,
        Span<ulong> results);
}
