namespace Boternity.Skills.Wasm.Programs;

/// <summary>
/// A binary that is valid is no program: it exports nothing that can be run, or exports it with another type.
/// </summary>
internal sealed class WasmProgramException(string message) : WasmException(message);
