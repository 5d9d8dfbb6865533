namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>
/// What a type index of a component may name. Objects are immutable; their reference is the type's <em>name</em>:
/// exporting or importing a type makes a new object of the same structure, and the rule of external visibility asks for
/// exactly that object (Explainer, "External Visibility of Types").
/// </summary>
internal abstract class TypeDefinition
{
    /// <summary>
    /// How many nodes the type has when it is written out as a tree: shared parts count each time. Never above
    /// <see cref="ComponentLimits.MaxTypeSize"/> in a valid component.
    /// </summary>
    public abstract long TreeSize { get; }

    /// <summary>How deep types are inside each other.</summary>
    public abstract int Depth { get; }

    /// <summary>The word that the specification uses for this kind of type.</summary>
    public abstract string Sort { get; }
}
