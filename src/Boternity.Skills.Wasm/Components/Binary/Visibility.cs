using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// Explainer, "External Visibility of Types": what an import or export uses must itself have been imported or exported,
/// because its user could not write the type otherwise.
/// </summary>
internal static class Visibility
{
    /// <summary>
    /// Checks an import or export of <paramref name="scope"/>, and gives names to the types that it brings.
    /// </summary>
    public static bool CheckAndRegister(
        ComponentScope scope,
        ExternType type,
        ExternType source,
        bool isImport,
        long offset)
    {
        if (scope.Kind == ScopeKind.InstanceType)
        {
            return true;
        }

        scope.Work.Spend(offset);
        HashSet<TypeDefinition> named = isImport ? scope.NamedForImports : scope.NamedForExports;
        switch (type.Sort)
        {
            case ExternSort.Type:
                if (!PartsAreNamed(source.Definition, named, scope.Work, offset))
                {
                    return false;
                }

                if (type.Type is DefValType or ResourceType)
                {
                    Register(scope, type.Definition, isImport);
                }

                return true;
            case ExternSort.Func:
                return PartsAreNamed(type.Definition, named, scope.Work, offset);
            case ExternSort.Instance:
                foreach ((_, ExternType export) in ((InstanceType)type.Type).Exports.Items)
                {
                    if (!CheckAndRegister(scope, export, export, isImport, offset))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return true;
        }
    }

    /// <summary>
    /// Whether a type uses resources that are not its own: such a type must not cross the boundary of a component by an
    /// outer alias.
    /// </summary>
    public static bool HasFreeResources(TypeDefinition type, TypeWork work, long offset) =>
        HasFreeResources(
            type, new(ReferenceEqualityComparer.Instance), new(ReferenceEqualityComparer.Instance), work, offset);

    private static void Register(ComponentScope scope, TypeDefinition type, bool isImport)
    {
        if (isImport)
        {
            scope.NamedForImports.Add(type);
        }

        scope.NamedForExports.Add(type);
    }

    private static bool PartsAreNamed(TypeDefinition type, HashSet<TypeDefinition> named, TypeWork work, long offset)
    {
        var seen = new HashSet<TypeDefinition>(ReferenceEqualityComparer.Instance);
        switch (type)
        {
            case DefValType value:
                return (value.Resource is null || named.Contains(value.Resource))
                    && AllAreNamed(value.Parts, named, seen, work, offset);
            case ComponentFuncType func:
                return AllAreNamed(func.Parameters, named, seen, work, offset)
                    && (func.Result is null || IsNamed(func.Result, named, seen, work, offset));
            case InstanceType instance:
                return InstanceIsNamed(instance, named, work, offset);
            default:
                return true;
        }
    }

    private static bool AllAreNamed(
        ReadOnlySpan<DefValType?> types,
        HashSet<TypeDefinition> named,
        HashSet<TypeDefinition> seen,
        TypeWork work,
        long offset)
    {
        foreach (DefValType? type in types)
        {
            if (type is not null && !IsNamed(type, named, seen, work, offset))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNamed(
        DefValType type,
        HashSet<TypeDefinition> named,
        HashSet<TypeDefinition> seen,
        TypeWork work,
        long offset)
    {
        work.Spend(offset);
        if (type.IsPrimitive || named.Contains(type) || !seen.Add(type))
        {
            return true;
        }

        if (type.NeedsName)
        {
            return false;
        }

        return (type.Resource is null || named.Contains(type.Resource))
            && AllAreNamed(type.Parts, named, seen, work, offset);
    }

    // An instance type names its own types in order, on top of those of the scope.
    private static bool InstanceIsNamed(
        InstanceType instance,
        HashSet<TypeDefinition> named,
        TypeWork work,
        long offset)
    {
        work.Spend(offset, named.Count);
        var own = new HashSet<TypeDefinition>(named, ReferenceEqualityComparer.Instance);
        foreach ((_, ExternType export) in instance.Exports.Items)
        {
            work.Spend(offset);
            if (export.Sort is ExternSort.Func or ExternSort.Type or ExternSort.Instance
                && !PartsAreNamed(export.Definition, own, work, offset))
            {
                return false;
            }

            if (export.Sort == ExternSort.Type)
            {
                own.Add(export.Definition);
            }
        }

        return true;
    }

    private static bool HasFreeResources(
        TypeDefinition type,
        HashSet<ResourceIdentity> bound,
        HashSet<TypeDefinition> seen,
        TypeWork work,
        long offset)
    {
        work.Spend(offset);
        if (type is DefValType { ContainsHandle: false } or ComponentFuncType { ContainsHandle: false }
            || !seen.Add(type))
        {
            return false;
        }

        bool Any(ReadOnlySpan<DefValType?> types)
        {
            foreach (DefValType? part in types)
            {
                if (part is not null && HasFreeResources(part, bound, seen, work, offset))
                {
                    return true;
                }
            }

            return false;
        }

        bool AnyExtern(NamedExterns externs)
        {
            foreach ((_, ExternType item) in externs.Items)
            {
                if (item.Type is TypeDefinition definition && HasFreeResources(definition, bound, seen, work, offset))
                {
                    return true;
                }
            }

            return false;
        }

        switch (type)
        {
            case ResourceType resource:
                return !bound.Contains(resource.Identity);
            case DefValType value:
                return (value.Resource is not null && !bound.Contains(value.Resource.Identity)) || Any(value.Parts);
            case ComponentFuncType func:
                return Any(func.Parameters)
                    || (func.Result is not null && HasFreeResources(func.Result, bound, seen, work, offset));
            case InstanceType instance:
                bound.UnionWith(instance.Bound);
                return AnyExtern(instance.Exports);
            default:
                var component = (ComponentType)type;
                bound.UnionWith(component.Imported);
                bound.UnionWith(component.Defined);
                return AnyExtern(component.Imports) || AnyExtern(component.Exports);
        }
    }
}
