using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Linking;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Hosting;

/// <summary>
/// What the host offers to components, by interface and name. It belongs to no store: define everything once, link a
/// component once, instantiate as often as there are invocations, from any thread.
/// <para>
/// Interfaces are found by compatible version: what is defined for <c>wasi:io/streams@0.2.0</c> serves every
/// <c>0.2.x</c> that a component asks for.
/// Functions keep the names of the component model: <c>[method]output-stream.write</c>. A resource is a CLR object of
/// the host's choice; handles to it
/// reach a function as that object (<see cref="ComponentValue.AsResource{T}"/>), and returning the object as an
/// <c>own</c> gives the guest a handle.
/// </para>
/// <para>
/// A function may name its shape, the type without labels, for example
/// <c>(borrow&lt;file&gt;, list&lt;u8&gt;) -> result&lt;_, variant(own&lt;error&gt;, _)&gt;</c>: then a component that
/// imports it with another type, or with other resources, is refused when it is linked. A resource is named as in the
/// function's own interface, or as the only one of that name; a handle without a name may be of any.
/// Without a shape, arguments are checked when they are read.
/// </para>
/// <para>Names of functions and resources that a component imports outside of any interface are defined with an empty
/// interface name.</para>
/// </summary>
internal sealed class ComponentLinker
{
    private readonly HostItems _items = new();

    /// <summary>Defines, or defines anew, a function.</summary>
    /// <param name="interfaceName">The interface, with a version if it has one; empty for a function imported by
    /// itself.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="callback">What it does.</param>
    /// <param name="shape">Its type without labels, with the names of resources; null when any will do.</param>
    public ComponentLinker DefineFunction(
        string interfaceName,
        string name,
        HostComponentCallback callback,
        string? shape = null)
    {
        _items.AddFunction(interfaceName, name, new HostComponentFunction(callback), shape);
        return this;
    }

    /// <summary>Defines, or defines anew, a resource type. One object may be defined in several interfaces.</summary>
    public ComponentLinker DefineResource(string interfaceName, string name, RuntimeResource resource)
    {
        if (resource.Definer is not null)
        {
            throw new ArgumentException("The resource is a guest's.", nameof(resource));
        }

        _items.AddResource(interfaceName, name, resource);
        return this;
    }

    /// <summary>Finds everything that the component imports.</summary>
    /// <param name="component">The component.</param>
    /// <param name="clock">Bounds the time it takes; null for any time.</param>
    /// <exception cref="WasmLinkException">An import is missing or of another type; it is named.</exception>
    /// <exception cref="WasmLoadTimeoutException">It takes longer than the clock allows.</exception>
    public LinkedComponent Link(Component component, LoadClock? clock = null)
    {
        Dictionary<string, object?> items = ImportResolver.Resolve(component.Imports, _items, clock);
        var exports = new Dictionary<Dictionary<string, object?>, ComponentExports>(ReferenceEqualityComparer.Instance);
        return new(component, ToExports(items, exports));
    }

    // Instances that are the same stay the same: at most what was resolved is made.
    private static ComponentExports ToExports(
        Dictionary<string, object?> items,
        Dictionary<Dictionary<string, object?>, ComponentExports> made)
    {
        if (made.TryGetValue(items, out ComponentExports? known))
        {
            return known;
        }

        var exports = new ComponentExports();
        foreach ((string name, object? item) in items)
        {
            exports.Add(name, item is Dictionary<string, object?> instance ? ToExports(instance, made) : item);
        }

        made.Add(items, exports);
        return exports;
    }
}
