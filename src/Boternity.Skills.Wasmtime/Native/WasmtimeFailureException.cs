using Boternity.Skills.Wasm;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>Wasmtime refused what the library's own checks let through.</summary>
internal sealed class WasmtimeFailureException(string message) : WasmException(message);
