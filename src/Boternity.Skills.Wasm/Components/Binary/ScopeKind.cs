namespace Boternity.Skills.Wasm.Components;

/// <summary>What has index spaces of its own.</summary>
internal enum ScopeKind : byte
{
    Component,
    ComponentType,
    InstanceType,
}
