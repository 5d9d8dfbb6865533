namespace Boternity.Skills.Wasm.Wasi;

/// <summary>An invocation's state that is WASI alone.</summary>
internal sealed record WasiState(WasiContext Wasi) : IWasiState;
