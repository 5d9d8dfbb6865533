using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>A decoded and validated component: its type, and what makes an instance of it. Immutable; all threads may use it.</summary>
/// <param name="Type">What it needs and gives.</param>
/// <param name="Steps">What an instantiation does, in order.</param>
/// <param name="ResourceSlots">Where an instance keeps the resource that stands for each.</param>
internal sealed record ComponentDefinition(ComponentType Type, ComponentStep[] Steps, Dictionary<ResourceIdentity, int> ResourceSlots);
