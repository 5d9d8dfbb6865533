namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>
/// A resource type as such: two are the same only when they are one object. Many <see cref="ResourceType"/>s may name
/// it.
/// </summary>
internal sealed class ResourceIdentity
{
    /// <summary>Whether this component defines it itself, and so may make handles and see representations.</summary>
    public bool IsLocal { get; init; }
}

/// <summary>A name of a resource type.</summary>
internal sealed class ResourceType(ResourceIdentity identity) : TypeDefinition
{
    public ResourceIdentity Identity { get; } = identity;

    public override long TreeSize => 1;

    public override int Depth => 1;

    public override string Sort => "resource";
}
