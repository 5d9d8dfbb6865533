namespace Boternity.Skills.Wasm.Runtime;

/// <summary>There is no memory for machine code: the function stays with the interpreter.</summary>
/// <param name="message">What is full.</param>
/// <param name="isLasting">Whether that stays so; otherwise the function may be asked for again.</param>
internal sealed class CodeMemoryException(string message, bool isLasting) : NotSupportedException(message)
{
    public bool IsLasting { get; } = isLasting;
}
