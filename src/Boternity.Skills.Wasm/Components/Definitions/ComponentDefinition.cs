using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>
/// A decoded and validated component: its type, and what makes an instance of it. Immutable; all threads and engines
/// may use it.
/// </summary>
/// <param name="Type">What it needs and gives.</param>
/// <param name="Steps">What an instantiation does, in order.</param>
/// <param name="ResourceSlots">Where an instance keeps the resource that stands for each.</param>
internal sealed record ComponentDefinition(
    ComponentType Type,
    ComponentStep[] Steps,
    Dictionary<ResourceIdentity, int> ResourceSlots)
{
    /// <summary>Gets the core modules that the component itself contains, in the binary's order.</summary>
    public required ModuleDefinition[] Modules { get; init; }

    /// <summary>Gets the components that the component itself contains, in the binary's order.</summary>
    public required ComponentDefinition[] Components { get; init; }

    /// <summary>Gets the types of the functions that the component lifts or lowers.</summary>
    public required ComponentFuncType[] Signatures { get; init; }

    /// <summary>
    /// Gets what one instantiation makes, at all levels together; null of a component that another contains.
    /// </summary>
    public InstantiationCounts? Instantiations { get; init; }

    public NamedExterns Imports => Type.Imports;

    public NamedExterns Exports => Type.Exports;

    /// <summary>Gets how many items the steps go through, without those of components that they instantiate.</summary>
    public long Size { get; } = Steps.Sum(step => (long)step.Size);
}
