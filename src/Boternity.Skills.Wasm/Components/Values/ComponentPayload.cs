namespace Boternity.Skills.Wasm.Components.Values;

/// <summary>What a variant's case carries, where it is not a reference alone.</summary>
internal sealed class ComponentPayload(ComponentValue value)
{
    public ComponentValue Value { get; } = value;
}
