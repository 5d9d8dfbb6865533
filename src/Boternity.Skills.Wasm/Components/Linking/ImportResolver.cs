using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Linking;

/// <summary>
/// Finds what a component imports among what a host offers, and checks that it fits. Nothing is made: it serves every
/// engine.
/// </summary>
internal sealed class ImportResolver
{
    private readonly HostItems _items;
    private readonly LoadClock _clock;
    private readonly IReadOnlyDictionary<string, HostItem>? _root;
    private readonly Dictionary<ResourceIdentity, object> _resources = new(ReferenceEqualityComparer.Instance);

    // Instances that ask nothing of the host, with what each is: their types may share parts many times over.
    private readonly Dictionary<(object? Host, NamedExterns Exports), Dictionary<string, object?>> _typesOnly = [];

    private readonly HashSet<NamedExterns> _knownAsTypesOnly = new(ReferenceEqualityComparer.Instance);
    private int _count;

    private ImportResolver(HostItems items, LoadClock clock)
    {
        _items = items;
        _clock = clock;
        _root = items.FindInterface("");
    }

    /// <summary>
    /// The items of the imports, by name: of an instance another such dictionary, of a type that is no resource null.
    /// Instances that are the same may be the same dictionary.
    /// </summary>
    /// <param name="imports">What is imported.</param>
    /// <param name="items">What there is.</param>
    /// <param name="clock">Bounds the time it takes; null for any time.</param>
    /// <exception cref="WasmLinkException">An import is missing or of another type; it is named.</exception>
    /// <exception cref="WasmLoadTimeoutException">It takes longer than the clock allows.</exception>
    public static Dictionary<string, object?> Resolve(NamedExterns imports, HostItems items, LoadClock? clock = null)
    {
        var resolver = new ImportResolver(items, clock ?? new LoadClock());
        var resolved = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, ExternType type) in imports.Items)
        {
            resolver.Count("", name);
            resolved.Add(name, type.Sort == ExternSort.Instance
                ? resolver.ResolveInstance(name, (InstanceType)type.Type)
                : resolver.ResolveItem(resolver._root, "", name, type));
        }

        return resolved;
    }

    private void Count(string interfaceName, string name)
    {
        _clock.Advance(1 + name.Length);
        if (++_count > ComponentLimits.MaxImportedItems)
        {
            throw new WasmLinkException(
                $"the component imports more than the limit of {ComponentLimits.MaxImportedItems} items",
                interfaceName,
                name);
        }
    }

    private Dictionary<string, object?> ResolveInstance(string interfaceName, InstanceType type)
    {
        if (_root?.GetValueOrDefault(interfaceName) is { } other)
        {
            throw new WasmLinkException(
                $"incompatible import type: expected instance, found {Describe(other)}", "", interfaceName);
        }

        // An interface that has only types, or takes its resources over from others, asks nothing of the host.
        IReadOnlyDictionary<string, HostItem>? host = _items.FindInterface(interfaceName);
        if (!NeedsHost(type))
        {
            return ResolveTypesOnly(host, interfaceName, type);
        }

        var resolved = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, ExternType export) in type.Exports.Items)
        {
            Count(interfaceName, name);
            if (host is null && NeedsHost(export))
            {
                throw new WasmLinkException("unknown import: the host has no such interface", interfaceName, name);
            }

            resolved.Add(name, ResolveItem(host, interfaceName, name, export));
        }

        return resolved;
    }

    private Dictionary<string, object?> ResolveTypesOnly(
        IReadOnlyDictionary<string, HostItem>? host, string interfaceName, InstanceType type)
    {
        if (_typesOnly.TryGetValue((host, type.Exports), out Dictionary<string, object?>? known))
        {
            return known;
        }

        var resolved = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, ExternType export) in type.Exports.Items)
        {
            Count(interfaceName, name);
            resolved.Add(name, ResolveItem(host, interfaceName, name, export));
        }

        _typesOnly.Add((host, type.Exports), resolved);
        return resolved;
    }

    private bool NeedsHost(ExternType type) => type.Sort switch
    {
        ExternSort.Type => type.Type is ResourceType resource && !_resources.ContainsKey(resource.Identity),
        ExternSort.Instance => NeedsHost((InstanceType)type.Type),
        _ => true,
    };

    private bool NeedsHost(InstanceType type)
    {
        if (_knownAsTypesOnly.Contains(type.Exports))
        {
            return false;
        }

        foreach ((_, ExternType export) in type.Exports.Items)
        {
            _clock.Advance();
            if (NeedsHost(export))
            {
                return true;
            }
        }

        _knownAsTypesOnly.Add(type.Exports);
        return false;
    }

    private object? ResolveItem(
        IReadOnlyDictionary<string, HostItem>? host, string interfaceName, string name, ExternType type)
    {
        HostItem? found = host?.GetValueOrDefault(name);
        switch (type.Sort)
        {
            case ExternSort.Func:
                return ResolveFunction(found, host, interfaceName, name, (ComponentFuncType)type.Type);
            case ExternSort.Type when type.Type is ResourceType resource:
                return ResolveResource(found, interfaceName, name, resource.Identity);
            case ExternSort.Type:
                return null;
            case ExternSort.Instance when !NeedsHost(type):
                return ResolveTypesOnly(host, interfaceName, (InstanceType)type.Type);
            default:
                throw new WasmLinkException($"the host gives no {ExternType.Describe(type.Sort)}", interfaceName, name);
        }
    }

    private object ResolveFunction(
        HostItem? found,
        IReadOnlyDictionary<string, HostItem>? host,
        string interfaceName,
        string name,
        ComponentFuncType type)
    {
        if (found is null && interfaceName.Length == 0 && _items.FindInterface(name) is not null)
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

        if (found.Shape is not { } shape)
        {
            return found.Item;
        }

        string actual = type.ToString();
        _clock.Advance(actual.Length);
        if (shape.Text != actual)
        {
            throw new WasmLinkException(
                $"incompatible import type: the host's function is {shape.Text}, the import {actual}",
                interfaceName,
                name);
        }

        CheckResources(shape, host!, interfaceName, name, type);
        return found.Item;
    }

    // The handles of equal texts are as many, in the same order.
    private void CheckResources(
        FunctionShape shape,
        IReadOnlyDictionary<string, HostItem> host,
        string interfaceName,
        string name,
        ComponentFuncType type)
    {
        int place = 0;
        foreach (ResourceIdentity identity in type.Handles)
        {
            if (shape.Resources[place++] is { } expected
                && !ReferenceEquals(_resources.GetValueOrDefault(identity), _items.GetResource(host, expected)))
            {
                throw new WasmLinkException(
                    "incompatible import type: resource types are not the same: "
                        + $"handle {place} of the host's function is one of '{expected}'",
                    interfaceName,
                    name);
            }
        }
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
