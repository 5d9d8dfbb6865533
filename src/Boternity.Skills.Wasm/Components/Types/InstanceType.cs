namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>The type of a component instance.</summary>
/// <param name="exports">What it exports.</param>
/// <param name="bound">The resources that are abstract in the type: each import or export of the type has fresh ones in
/// their place. Empty for the type of an instance that is there.</param>
internal sealed class InstanceType(NamedExterns exports, ResourceIdentity[] bound) : TypeDefinition
{
    public NamedExterns Exports { get; } = exports;

    public ResourceIdentity[] Bound { get; } = bound;

    public override long TreeSize { get; } = 1 + exports.TreeSize;

    public override int Depth { get; } = 1 + exports.Depth;

    public override string Sort => "instance";
}
