using Boternity.Skills.Wasm.Components.Definitions;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>A component as a value: its definition, and the instance that its outer aliases refer to.</summary>
internal sealed record ComponentClosure(ComponentDefinition Definition, ComponentInstance? LexicalParent);
