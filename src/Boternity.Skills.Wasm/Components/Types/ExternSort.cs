namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>What a component may import or export (Binary: <c>externtype</c>).</summary>
internal enum ExternSort : byte
{
    Module,
    Func,
    Type,
    Component,
    Instance,
}
