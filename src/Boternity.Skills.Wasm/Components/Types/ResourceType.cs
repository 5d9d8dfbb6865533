namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>A name of a resource type.</summary>
internal sealed class ResourceType(ResourceIdentity identity) : TypeDefinition
{
    public ResourceIdentity Identity { get; } = identity;

    public override long TreeSize => 1;

    public override int Depth => 1;

    public override string Sort => "resource";
}
