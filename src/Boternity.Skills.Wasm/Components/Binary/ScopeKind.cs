using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>What has index spaces of its own.</summary>
internal enum ScopeKind : byte
{
    Component,
    ComponentType,
    InstanceType,
}
