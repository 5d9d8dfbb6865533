namespace Boternity.Skills.Wasm;

/// <summary>One wasm frame of a backtrace.</summary>
/// <param name="FunctionIndex">The function, by index in its module.</param>
/// <param name="FunctionName">Its name from the name section, or null.</param>
/// <param name="Offset">The instruction, in bytes from the start of the module's binary.</param>
internal readonly record struct WasmFrame(int FunctionIndex, string? FunctionName, int Offset)
{
    public override string ToString() => $"{FunctionName ?? $"<wasm function {FunctionIndex}>"} @ 0x{Offset:x}";
}
