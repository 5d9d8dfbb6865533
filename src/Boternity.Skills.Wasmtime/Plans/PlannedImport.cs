using Boternity.Skills.Wasmtime.Components;

namespace Boternity.Skills.Wasmtime.Plans;

/// <summary>Something that a component imports, and what of the host's it is bound to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The name that it is imported by.</param>
internal sealed record PlannedImport(PlannedImportKind Kind, string Name)
{
    /// <summary>
    /// Of a function, its place among <see cref="Wasm.Hosting.HostDefinitions.Functions"/>; of a resource, the number
    /// of its type (<see cref="ImportPlanner.NumberOf"/>).
    /// </summary>
    public int Number { get; init; }

    /// <summary>Of a function, the shapes of its parameters.</summary>
    public ValueShape[] Parameters { get; init; } = [];

    /// <summary>Of a function, the shape of its result; null for none.</summary>
    public ValueShape? Result { get; init; }

    /// <summary>Of an instance, what is in it.</summary>
    public IReadOnlyList<PlannedImport> Items { get; init; } = [];
}

/// <summary>What an import is.</summary>
internal enum PlannedImportKind : byte
{
    /// <summary>An instance, with items of its own.</summary>
    Instance,

    /// <summary>A function of the host.</summary>
    Function,

    /// <summary>A resource type of the host.</summary>
    Resource,
}
