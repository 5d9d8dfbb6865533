using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;

namespace Boternity.Skills.Wasm.Components.Hosting;

/// <summary>A component with all that it imports. Immutable: all threads and invocations share it.</summary>
internal sealed class LinkedComponent(Component component, ComponentExports arguments)
{
    private readonly ComponentClosure _closure = new(component.Code, null);

    public Component Component { get; } = component;

    /// <summary>Makes a new instance in an invocation's store.</summary>
    /// <exception cref="WasmLinkException">The store's limits do not allow the initial sizes.</exception>
    /// <exception cref="WasmTrapException">A start function trapped, or a segment did not fit.</exception>
    public ComponentInstance Instantiate(ComponentContext context) =>
        ComponentInstance.Create(context, _closure, arguments, null);
}
