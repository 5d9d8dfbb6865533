namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>
/// Decides whether what is given fits what is expected (Explainer, "Type Checking"). Value and function types must be
/// equal; instances, components and modules may give more and need less. Abstract resources of the expected type stand
/// for those found at the same place of the given one.
/// </summary>
internal sealed class TypeMatcher(TypeWork work, long offset)
{
    private readonly Dictionary<ResourceIdentity, ResourceIdentity> _standsFor = new(
        ReferenceEqualityComparer.Instance);
    private readonly HashSet<(object Given, object Expected)> _equal = [];

    /// <summary>What the expected type's abstract resources were found to be.</summary>
    public Dictionary<ResourceIdentity, ResourceIdentity> Bindings => _standsFor;

    /// <summary>Null when <paramref name="given"/> fits, otherwise why not.</summary>
    public string? Match(ExternType given, ExternType expected)
    {
        work.Spend(offset);
        if (given.Sort != expected.Sort)
        {
            return $"expected {ExternType.Describe(expected.Sort)}, found {ExternType.Describe(given.Sort)}";
        }

        return given.Sort switch
        {
            ExternSort.Module => MatchModule((CoreModuleType)given.Type, (CoreModuleType)expected.Type),
            ExternSort.Func => MatchFunc((ComponentFuncType)given.Type, (ComponentFuncType)expected.Type),
            ExternSort.Type => MatchType(given.Definition, expected.Definition),
            ExternSort.Instance => MatchInstance(((InstanceType)given.Type).Exports, (InstanceType)expected.Type),
            _ => MatchComponent((ComponentType)given.Type, (ComponentType)expected.Type),
        };
    }

    /// <summary>
    /// Makes each resource of <paramref name="abstracts"/> that <paramref name="expected"/> exports stand for the one
    /// that <paramref name="given"/> exports there.
    /// </summary>
    public string? Bind(
        NamedExterns given,
        NamedExterns expected,
        HashSet<ResourceIdentity> abstracts,
        string path = "")
    {
        foreach ((string name, ExternType type) in expected.Items)
        {
            work.Spend(offset);
            if (type.Sort is not (ExternSort.Type or ExternSort.Instance) || !given.TryGet(name, out ExternType found))
            {
                continue;
            }

            if (type.Type is ResourceType resource
                && abstracts.Contains(resource.Identity)
                && !_standsFor.ContainsKey(resource.Identity))
            {
                if (found.Type is not ResourceType actual)
                {
                    return $"type mismatch for export `{path}{name}`: expected resource, found {Describe(found)}";
                }

                if (!ReferenceEquals(resource.Identity, Resolve(actual.Identity)))
                {
                    _standsFor[resource.Identity] = Resolve(actual.Identity);
                }
            }
            else if (type.Sort == ExternSort.Instance
                && type.Type is InstanceType inner
                && found.Type is InstanceType foundInner
                && found.Sort == ExternSort.Instance)
            {
                if (Bind(foundInner.Exports, inner.Exports, abstracts, $"{path}{name}/") is { } error)
                {
                    return error;
                }
            }
        }

        return null;
    }

    private static string Describe(ExternType type) =>
        type.Sort == ExternSort.Type ? type.Definition.Sort : ExternType.Describe(type.Sort);

    private ResourceIdentity Resolve(ResourceIdentity identity) =>
        _standsFor.TryGetValue(identity, out ResourceIdentity? found) ? Resolve(found) : identity;

    private string? MatchInstance(NamedExterns given, InstanceType expected)
    {
        if (Bind(given, expected.Exports, new(expected.Bound, ReferenceEqualityComparer.Instance)) is { } error)
        {
            return error;
        }

        return MatchAll(given, expected.Exports, "export");
    }

    private string? MatchAll(NamedExterns given, NamedExterns expected, string what)
    {
        foreach ((string name, ExternType type) in expected.Items)
        {
            if (!given.TryGet(name, out ExternType found))
            {
                return $"missing expected {what} `{name}`";
            }

            if (Match(found, type) is { } error)
            {
                return $"type mismatch for {what} `{name}`: {error}";
            }
        }

        return null;
    }

    private string? MatchComponent(ComponentType given, ComponentType expected)
    {
        // Imports the other way round: what the expected type's user will pass must do for what is given.
        if (
            Bind(
                expected.Imports,
                given.Imports,
                new(given.Imported, ReferenceEqualityComparer.Instance)) is { } importError)
        {
            return importError;
        }

        foreach ((string name, ExternType type) in given.Imports.Items)
        {
            if (!expected.Imports.TryGet(name, out ExternType passed))
            {
                return $"missing expected import `{name}`";
            }

            if (Match(passed, type) is { } error)
            {
                return $"type mismatch in import `{name}`: {error}";
            }
        }

        if (
            Bind(
                given.Exports,
                expected.Exports,
                new(expected.Defined, ReferenceEqualityComparer.Instance)) is { } exportError)
        {
            return exportError;
        }

        return MatchAll(given.Exports, expected.Exports, "export");
    }

    private string? MatchModule(CoreModuleType given, CoreModuleType expected)
    {
        work.Spend(offset, given.Imports.Count + expected.Exports.Count);
        foreach (((string module, string name) key, CoreExternType type) in given.Imports)
        {
            if (!expected.Imports.TryGetValue(key, out CoreExternType passed))
            {
                return $"missing expected import `{key.module}::{key.name}`";
            }

            if (!passed.Matches(type))
            {
                return $"type mismatch in import `{key.module}::{key.name}`";
            }
        }

        foreach ((string name, CoreExternType type) in expected.Exports)
        {
            if (!given.Exports.TryGetValue(name, out CoreExternType found))
            {
                return $"missing expected export `{name}`";
            }

            if (!found.Matches(type))
            {
                return $"type mismatch in export `{name}`";
            }
        }

        return null;
    }

    private string? MatchType(TypeDefinition given, TypeDefinition expected) => (given, expected) switch
    {
        (DefValType a, DefValType b) => MatchValue(a, b),
        (ComponentFuncType a, ComponentFuncType b) => MatchFunc(a, b),
        (ResourceType a, ResourceType b) => MatchResource(a, b),
        (InstanceType a, InstanceType b) => MatchBoth(ExternType.Instance(a), ExternType.Instance(b)),
        (ComponentType a, ComponentType b) => MatchBoth(new(ExternSort.Component, a), new(ExternSort.Component, b)),
        _ => $"expected {expected.Sort}, found {given.Sort}",
    };

    // An `eq` bound asks for equal types, which for instances and components is matching in both directions.
    private string? MatchBoth(ExternType given, ExternType expected)
    {
        if (ReferenceEquals(given.Type, expected.Type))
        {
            return null;
        }

        return Match(given, expected) ?? new TypeMatcher(work, offset).Match(expected, given);
    }

    private string? MatchResource(ResourceType given, ResourceType expected) =>
        ReferenceEquals(Resolve(given.Identity), Resolve(expected.Identity)) ? null : "resource types are not the same";

    private string? MatchFunc(ComponentFuncType given, ComponentFuncType expected)
    {
        if (ReferenceEquals(given, expected) && !given.ContainsHandle)
        {
            return null;
        }

        if (given.Parameters.Length != expected.Parameters.Length)
        {
            return $"expected {expected.Parameters.Length} parameters, found {given.Parameters.Length}";
        }

        work.Spend(offset, given.Parameters.Length);
        for (int i = 0; i < given.Parameters.Length; i++)
        {
            if (given.ParameterNames[i] != expected.ParameterNames[i])
            {
                return $"expected parameter named `{expected.ParameterNames[i]}`, found `{given.ParameterNames[i]}`";
            }

            if (MatchValue(given.Parameters[i], expected.Parameters[i]) is { } error)
            {
                return $"type mismatch in function parameter `{expected.ParameterNames[i]}`: {error}";
            }
        }

        return MatchOptional(given.Result, expected.Result) is { } resultError
            ? $"type mismatch with result type: {resultError}"
            : null;
    }

    private string? MatchOptional(DefValType? given, DefValType? expected) => (given, expected) switch
    {
        (null, null) => null,
        (null, _) => $"expected {expected.Sort}, found none",
        (_, null) => $"expected none, found {given.Sort}",
        _ => MatchValue(given, expected),
    };

    private string? MatchValue(DefValType given, DefValType expected)
    {
        if (ReferenceEquals(given, expected) && !given.ContainsHandle)
        {
            return null;
        }

        work.Spend(offset);
        if (given.Kind != expected.Kind)
        {
            return $"expected {expected.Sort}, found {given.Sort}";
        }

        if (given.Resource is not null)
        {
            return MatchResource(given.Resource, expected.Resource!);
        }

        if (_equal.Contains((given, expected)))
        {
            return null;
        }

        if (MatchLabels(given, expected) is { } labels)
        {
            return labels;
        }

        if (given.Parts.Length != expected.Parts.Length)
        {
            return $"expected {expected.Parts.Length} types, found {given.Parts.Length}";
        }

        for (int i = 0; i < given.Parts.Length; i++)
        {
            if (MatchOptional(given.Parts[i], expected.Parts[i]) is { } error)
            {
                return $"type mismatch in {given.Sort}{(
                    given.Labels.Length > i ? $" `{given.Labels[i]}`" : "")}: {error}";
            }
        }

        // Handles compare by what they stand for, which is settled before values are compared.
        _equal.Add((given, expected));
        return null;
    }

    private string? MatchLabels(DefValType given, DefValType expected)
    {
        if (given.Labels.Length != expected.Labels.Length)
        {
            return $"expected {expected.Labels.Length} labels in {expected.Sort}, found {given.Labels.Length}";
        }

        work.Spend(offset, given.Labels.Length);
        for (int i = 0; i < given.Labels.Length; i++)
        {
            if (given.Labels[i] != expected.Labels[i])
            {
                return $"expected `{expected.Labels[i]}` in {expected.Sort}, found `{given.Labels[i]}`";
            }
        }

        return null;
    }
}
