using Boternity.Skills.Wasm.Components.Abi;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>What the state of an invocation (<see cref="ComponentContext.State"/>) must be where its components import WASI.</summary>
internal interface IWasiState
{
    WasiContext Wasi { get; }
}
