using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Executes register code, which it makes from a function's body at the first call.</summary>
internal sealed class Interpreter : ExecutionTier
{
    public override void Invoke(Instance instance, int functionIndex, ReadOnlySpan<ulong> arguments, Span<ulong> results) =>
        throw new NotImplementedException();
}
