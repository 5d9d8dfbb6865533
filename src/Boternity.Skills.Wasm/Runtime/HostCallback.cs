namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Who calls a host function.</summary>
/// <param name="store">The store.</param>
/// <param name="instance">The instance whose code calls; null where the host itself calls.</param>
internal readonly struct Caller(Store store, Instance? instance)
{
    public Store Store { get; } = store;

    /// <summary>The instance whose code calls; null where the host itself calls.</summary>
    public Instance? Instance { get; } = instance;

    /// <summary>The memory that the calling instance exports under this name, or null.</summary>
    public Memory? FindMemory(string name = "memory") => Instance?.FindMemory(name);
}

/// <summary>A function of the host, called by a guest.</summary>
/// <param name="caller">Who calls.</param>
/// <param name="arguments">The arguments, in slots.</param>
/// <param name="results">Where the results go, in slots. It never overlaps the arguments.</param>
internal delegate void HostCallback(Caller caller, ReadOnlySpan<ulong> arguments, Span<ulong> results);
