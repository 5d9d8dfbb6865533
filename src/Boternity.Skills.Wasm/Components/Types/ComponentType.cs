namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>The type of a component.</summary>
/// <param name="imports">What it needs.</param>
/// <param name="exports">What it gives.</param>
/// <param name="imported">The resources that the imports bring: an instantiation puts its arguments' in their
/// place.</param>
/// <param name="defined">The resources that each instance makes anew.</param>
internal sealed class ComponentType(
    NamedExterns imports,
    NamedExterns exports,
    ResourceIdentity[] imported,
    ResourceIdentity[] defined) : TypeDefinition
{
    public NamedExterns Imports { get; } = imports;

    public NamedExterns Exports { get; } = exports;

    public ResourceIdentity[] Imported { get; } = imported;

    public ResourceIdentity[] Defined { get; } = defined;

    public override long TreeSize { get; } = 1 + imports.TreeSize + exports.TreeSize;

    public override int Depth { get; } = 1 + Math.Max(imports.Depth, exports.Depth);

    public override string Sort => "component";
}
