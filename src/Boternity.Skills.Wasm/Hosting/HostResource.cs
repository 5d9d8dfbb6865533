namespace Boternity.Skills.Wasm.Hosting;

/// <summary>A resource type that the host offers to components: handles to it are objects of the host's.</summary>
internal sealed record HostResource
{
    /// <summary>The interface that defines it, with its version if it has one.</summary>
    public required string Interface { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Ends an object: to be called when the guest drops an owned handle, and for those that are left when a run ends.
    /// </summary>
    public static void Drop(object resource) => (resource as IDisposable)?.Dispose();
}
