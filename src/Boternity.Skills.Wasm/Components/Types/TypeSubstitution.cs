namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>
/// Puts resources in the place of others throughout types. Parts that do not change stay the same objects, and so keep
/// their names.
/// </summary>
internal sealed class TypeSubstitution(Dictionary<ResourceIdentity, ResourceIdentity> map, TypeWork work, long offset)
{
    private readonly Dictionary<TypeDefinition, TypeDefinition> _done = new(ReferenceEqualityComparer.Instance);
    private bool _replacesNames;

    /// <summary>
    /// One that gives each of <paramref name="bound"/> a fresh resource, which it adds to <paramref name="fresh"/>.
    /// </summary>
    public static TypeSubstitution Freshen(
        ResourceIdentity[] bound,
        List<ResourceIdentity> fresh,
        TypeWork work,
        long offset)
    {
        var map = new Dictionary<ResourceIdentity, ResourceIdentity>(bound.Length, ReferenceEqualityComparer.Instance);
        work.Spend(offset, bound.Length);
        foreach (ResourceIdentity identity in bound)
        {
            var replacement = new ResourceIdentity();
            map.Add(identity, replacement);
            fresh.Add(replacement);
        }

        return new TypeSubstitution(map, work, offset);
    }

    /// <summary>
    /// Puts also the types that <paramref name="given"/> exports in the place of those that <paramref name="expected"/>
    /// has under the same names, so that what was expected under a name is known under the name of what was given.
    /// </summary>
    public void ReplaceNames(NamedExterns given, NamedExterns expected)
    {
        foreach ((string name, ExternType type) in expected.Items)
        {
            work.Spend(offset);
            if (!given.TryGet(name, out ExternType found) || found.Sort != type.Sort)
            {
                continue;
            }

            if (type is { Sort: ExternSort.Type, Type: DefValType or ResourceType })
            {
                _replacesNames |= _done.TryAdd(type.Definition, found.Definition);
            }
            else if (type.Sort == ExternSort.Instance)
            {
                ReplaceNames(((InstanceType)found.Type).Exports, ((InstanceType)type.Type).Exports);
            }
        }
    }

    public ExternType Apply(ExternType type) =>
        type.Type is TypeDefinition definition ? type with { Type = Apply(definition) } : type;

    public NamedExterns Apply(NamedExterns externs)
    {
        KeyValuePair<string, ExternType>[]? changed = null;
        for (int i = 0; i < externs.Count; i++)
        {
            work.Spend(offset);
            (string name, ExternType type) = externs.Items[i];
            ExternType applied = Apply(type);
            if (ReferenceEquals(applied.Type, type.Type))
            {
                continue;
            }

            changed ??= [.. externs.Items];
            changed[i] = new(name, applied);
        }

        return changed is null ? externs : new(changed);
    }

    public TypeDefinition Apply(TypeDefinition type)
    {
        if (!_replacesNames
            && (
                map.Count == 0
                    || type is DefValType { ContainsHandle: false } or ComponentFuncType { ContainsHandle: false }))
        {
            return type;
        }

        work.Spend(offset);
        if (_done.TryGetValue(type, out TypeDefinition? known))
        {
            return known;
        }

        TypeDefinition result = type switch
        {
            DefValType value => ApplyValue(value),
            ComponentFuncType func => ApplyFunc(func),
            ResourceType resource => map.TryGetValue(resource.Identity, out ResourceIdentity? identity)
                ? new ResourceType(identity)
                : resource,
            InstanceType instance => ApplyInstance(instance),
            _ => ApplyComponent((ComponentType)type),
        };
        _done.Add(type, result);
        return result;
    }

    private DefValType ApplyValue(DefValType type)
    {
        ResourceType? resource = type.Resource is null ? null : (ResourceType)Apply(type.Resource);
        DefValType?[] parts = type.Parts;
        work.Spend(offset, parts.Length);
        for (int i = 0; i < parts.Length; i++)
        {
            if (type.Parts[i] is not { } part)
            {
                continue;
            }

            var applied = (DefValType)Apply(part);
            if (ReferenceEquals(applied, part))
            {
                continue;
            }

            if (ReferenceEquals(parts, type.Parts))
            {
                parts = [.. type.Parts];
            }

            parts[i] = applied;
        }

        return ReferenceEquals(parts, type.Parts) && ReferenceEquals(resource, type.Resource)
            ? type
            : type.With(parts, resource);
    }

    private ComponentFuncType ApplyFunc(ComponentFuncType type)
    {
        work.Spend(offset, type.Parameters.Length);
        var parameters = new DefValType[type.Parameters.Length];
        bool same = true;
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = (DefValType)Apply(type.Parameters[i]);
            same &= ReferenceEquals(parameters[i], type.Parameters[i]);
        }

        DefValType? result = type.Result is null ? null : (DefValType)Apply(type.Result);
        return same && ReferenceEquals(result, type.Result) ? type : new(type.ParameterNames, parameters, result);
    }

    private InstanceType ApplyInstance(InstanceType type)
    {
        NamedExterns exports = Apply(type.Exports);
        return ReferenceEquals(exports, type.Exports) ? type : new(exports, type.Bound);
    }

    private ComponentType ApplyComponent(ComponentType type)
    {
        NamedExterns imports = Apply(type.Imports);
        NamedExterns exports = Apply(type.Exports);
        return ReferenceEquals(imports, type.Imports) && ReferenceEquals(exports, type.Exports)
            ? type
            : new(imports, exports, type.Imported, type.Defined);
    }
}
