namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Where a resource that a definition brings is found in it, and the slot that it goes to.</summary>
internal readonly record struct ResourceBinding(string[] Path, int Slot);
