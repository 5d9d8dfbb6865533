using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Hosting;

/// <summary>
/// What the host offers to components, by interface and name. It belongs to no store: define everything once, link a component once, instantiate as
/// often as there are invocations, from any thread.
/// <para>
/// Interfaces are found by compatible version: what is defined for <c>wasi:io/streams@0.2.0</c> serves every <c>0.2.x</c> that a component asks for.
/// Functions keep the names of the component model: <c>[method]output-stream.write</c>. A resource is a CLR object of the host's choice; handles to it
/// reach a function as that object (<see cref="ComponentValue.AsResource{T}"/>), and returning the object as an <c>own</c> gives the guest a handle.
/// </para>
/// <para>
/// A function may name its shape, the type without labels and without resource names, as <see cref="ComponentFuncType.ToString"/> writes it, for example
/// <c>(borrow, list&lt;u8&gt;) -> result&lt;_, variant(own, _)&gt;</c>: then a component that imports it with another type is refused when it is linked.
/// Without a shape, arguments are checked when they are read.
/// </para>
/// <para>Names of functions and resources that a component imports outside of any interface are defined with an empty interface name.</para>
/// </summary>
internal sealed class ComponentLinker
{
    private readonly Dictionary<(string Interface, string Name), object> _items = [];
    private readonly HashSet<string> _interfaces = new(StringComparer.Ordinal);

    /// <summary>Defines, or defines anew, a function.</summary>
    /// <param name="interfaceName">The interface, with a version if it has one; empty for a function imported by itself.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="callback">What it does.</param>
    /// <param name="shape">Its type without labels; null when any will do.</param>
    public ComponentLinker DefineFunction(string interfaceName, string name, HostComponentCallback callback, string? shape = null) =>
        Define(interfaceName, name, new HostComponentFunction(callback, shape));

    /// <summary>Defines, or defines anew, a resource type. One object may be defined in several interfaces.</summary>
    public ComponentLinker DefineResource(string interfaceName, string name, RuntimeResource resource)
    {
        if (resource.Definer is not null) throw new ArgumentException("The resource is a guest's.", nameof(resource));
        return Define(interfaceName, name, resource);
    }

    /// <summary>Finds everything that the component imports.</summary>
    /// <exception cref="WasmLinkException">An import is missing or of another type; it is named.</exception>
    public LinkedComponent Link(Component component)
    {
        var arguments = new ComponentExports();
        var known = new Dictionary<ResourceIdentity, RuntimeResource>(ReferenceEqualityComparer.Instance);
        foreach ((string name, ExternType type) in component.Imports.Items) arguments.Add(name, Resolve("", name, type, known));
        return new LinkedComponent(component, arguments);
    }

    private ComponentLinker Define(string interfaceName, string name, object item)
    {
        string key = Key(interfaceName);
        _interfaces.Add(key);
        _items[(key, name)] = item;
        return this;
    }

    private static string Key(string interfaceName) => interfaceName.Length == 0 ? "" : ExternName.TryParse(interfaceName)?.CompatibilityKey ?? interfaceName;

    private object? Resolve(string interfaceName, string name, ExternType type, Dictionary<ResourceIdentity, RuntimeResource> known)
    {
        object? found = _items.GetValueOrDefault((Key(interfaceName), name));
        switch (type.Sort)
        {
            case ExternSort.Func:
                if (found is not HostComponentFunction function) throw new WasmLinkException("unknown import: the host has no such function", interfaceName, name);
                string actual = type.Type.ToString()!;
                if (function.Shape is { } shape && shape != actual) throw new WasmLinkException($"incompatible import type: the host's function is {shape}, the import {actual}", interfaceName, name);
                return function;
            case ExternSort.Instance when interfaceName.Length == 0:
                return ResolveInstance(name, (InstanceType)type.Type, known);
            case ExternSort.Type when type.Type is ResourceType resource:
                // A resource that an interface takes over from another is found where it was first named.
                if (known.TryGetValue(resource.Identity, out RuntimeResource? same)) return same;
                return known[resource.Identity] = found as RuntimeResource ?? throw new WasmLinkException("unknown import: the host has no such resource", interfaceName, name);
            case ExternSort.Type:
                return null;
            default:
                throw new WasmLinkException($"the host gives no {ExternType.Describe(type.Sort)}", interfaceName, name);
        }
    }

    private ComponentExports ResolveInstance(string interfaceName, InstanceType type, Dictionary<ResourceIdentity, RuntimeResource> known)
    {
        var exports = new ComponentExports();
        if (type.Exports.Count > 0 && !_interfaces.Contains(Key(interfaceName))) throw new WasmLinkException("unknown import: the host has no such interface", interfaceName, type.Exports.Items[0].Key);
        foreach ((string name, ExternType export) in type.Exports.Items) exports.Add(name, Resolve(interfaceName, name, export, known));
        return exports;
    }
}
