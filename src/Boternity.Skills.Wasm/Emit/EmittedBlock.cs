using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>A block that the emitter is in.</summary>
/// <param name="Opener">The index of the instruction that opened it; -1 for the function's own.</param>
/// <param name="IsLoop">Whether branches to it go to its start.</param>
/// <param name="Type">Its type.</param>
/// <param name="Height">How many operands stand below its parameters.</param>
/// <param name="Target">Where branches go.</param>
/// <param name="Otherwise">Where the else part of an if begins.</param>
internal readonly record struct EmittedBlock(int Opener, bool IsLoop, FuncType Type, int Height, Label Target,
    Label Otherwise)
{
    public ReadOnlySpan<ValType> LabelTypes => IsLoop ? Type.Parameters : Type.Results;
}
