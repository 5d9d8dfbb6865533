using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Linking;

/// <summary>
/// Finds what a component imports among what a host offers, and checks that it fits. Nothing is made: it serves every
/// engine.
/// </summary>
internal sealed class ImportResolver
{
    private readonly HostItems _items;
    private readonly Dictionary<ResourceIdentity, object> _resources = new(ReferenceEqualityComparer.Instance);

    private ImportResolver(HostItems items) => _items = items;

    /// <summary>
    /// The items of the imports, by name: of an instance another such dictionary, of a type that is no resource null.
    /// </summary>
    /// <exception cref="WasmLinkException">An import is missing or of another type; it is named.</exception>
    public static Dictionary<string, object?> Resolve(NamedExterns imports, HostItems items)
    {
        var resolver = new ImportResolver(items);
        var resolved = new Dictionary<string, object?>(imports.Count, StringComparer.Ordinal);
        foreach ((string name, ExternType type) in imports.Items)
        {
            resolved.Add(name, type.Sort == ExternSort.Instance
                ? resolver.ResolveInstance(name, (InstanceType)type.Type)
                : resolver.ResolveItem("", name, type));
        }

        return resolved;
    }

    private Dictionary<string, object?> ResolveInstance(string interfaceName, InstanceType type)
    {
        if (_items.Find("", interfaceName) is { } other)
        {
            throw new WasmLinkException(
                $"incompatible import type: expected instance, found {Describe(other)}", "", interfaceName);
        }

        var resolved = new Dictionary<string, object?>(type.Exports.Count, StringComparer.Ordinal);
        foreach ((string name, ExternType export) in type.Exports.Items)
        {
            // An interface that has only types, or takes its resources over from others, asks nothing of the host.
            if (NeedsHost(export) && !_items.HasInterface(interfaceName))
            {
                throw new WasmLinkException("unknown import: the host has no such interface", interfaceName, name);
            }

            resolved.Add(name, ResolveItem(interfaceName, name, export));
        }

        return resolved;
    }

    private bool NeedsHost(ExternType type) => type.Sort switch
    {
        ExternSort.Type => type.Type is ResourceType resource && !_resources.ContainsKey(resource.Identity),
        ExternSort.Instance => ((InstanceType)type.Type).Exports.Items.Any(export => NeedsHost(export.Value)),
        _ => true,
    };

    private object? ResolveItem(string interfaceName, string name, ExternType type)
    {
        HostItem? found = _items.Find(interfaceName, name);
        switch (type.Sort)
        {
            case ExternSort.Func:
                return ResolveFunction(found, interfaceName, name, (ComponentFuncType)type.Type);
            case ExternSort.Type when type.Type is ResourceType resource:
                return ResolveResource(found, interfaceName, name, resource.Identity);
            case ExternSort.Type:
                return null;
            case ExternSort.Instance when !NeedsHost(type):
                return ((InstanceType)type.Type).Exports.Items.ToDictionary(
                    export => export.Key,
                    export => ResolveItem(interfaceName, export.Key, export.Value),
                    StringComparer.Ordinal);
            default:
                throw new WasmLinkException($"the host gives no {ExternType.Describe(type.Sort)}", interfaceName, name);
        }
    }

    private object ResolveFunction(HostItem? found, string interfaceName, string name, ComponentFuncType type)
    {
        if (found is null && interfaceName.Length == 0 && _items.HasInterface(name))
        {
            throw new WasmLinkException("incompatible import type: expected func, found instance", interfaceName, name);
        }

        if (found is null)
        {
            throw new WasmLinkException("unknown import: the host has no such function", interfaceName, name);
        }

        if (found.Sort != ExternSort.Func)
        {
            throw new WasmLinkException(
                $"incompatible import type: expected func, found {Describe(found)}", interfaceName, name);
        }

        string actual = type.ToString();
        if (found.Shape is { } shape && shape != actual)
        {
            throw new WasmLinkException(
                $"incompatible import type: the host's function is {shape}, the import {actual}", interfaceName, name);
        }

        return found.Item;
    }

    private object ResolveResource(HostItem? found, string interfaceName, string name, ResourceIdentity identity)
    {
        if (found is not null && found.Sort != ExternSort.Type)
        {
            throw new WasmLinkException(
                $"incompatible import type: expected resource, found {Describe(found)}", interfaceName, name);
        }

        // A resource that an interface takes over from another is found where it was first named.
        if (!_resources.TryGetValue(identity, out object? known))
        {
            known = found?.Item
                ?? throw new WasmLinkException("unknown import: the host has no such resource", interfaceName, name);
            _resources.Add(identity, known);
        }
        else if (found is not null && !ReferenceEquals(found.Item, known))
        {
            throw new WasmLinkException(
                "incompatible import type: resource types are not the same", interfaceName, name);
        }

        return known;
    }

    private static string Describe(HostItem item) => item.Sort == ExternSort.Func ? "func" : "resource";
}
