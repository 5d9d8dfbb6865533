namespace Boternity.Skills.Wasm;

/// <summary>What every failure of the engine derives from: nothing else leaves it, whatever the binary does.</summary>
internal abstract class WasmException(string message, Exception? inner = null) : Exception(message, inner);
