namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>A guest's resource on its way between components, or in the hands of the host.</summary>
internal sealed record GuestResource(RuntimeResource Type, uint Representation);
