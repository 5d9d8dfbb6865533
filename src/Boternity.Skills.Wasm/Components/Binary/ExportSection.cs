using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The export section (Binary, "Import and Export Definitions").</summary>
internal static class ExportSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("export");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            string name = reader.ReadExternName();
            (ExternSort sort, uint index) = reader.ReadSortIndex();
            ExternType source = scope.GetExtern(sort, index, offset);
            ExternType type = source;
            if (reader.ReadOptionalFlag())
            {
                type = Ascribe(scope, source, ExternTypes.Read(ref reader, scope, [], out _), offset);
            }
            else if (sort == ExternSort.Type)
            {
                type = ExternType.OfType(ExternTypes.Rename(scope, source.Definition, offset));
            }

            Add(scope, name, type, sort == ExternSort.Type ? source : type, offset);
            scope.Steps.Add(
                new ExportStep(
                    name,
                    sort,
                    (int)index,
                    type.Type is ResourceType resource ? scope.GetResourceSlot(resource.Identity, offset) : -1));
        }
    }

    // The ascribed type, with its abstract resources replaced by what the definition has in their place.
    private static ExternType Ascribe(ComponentScope scope, ExternType source, ExternType ascribed, long offset)
    {
        var matcher = new TypeMatcher(scope.Work, offset);
        if (source.Type is ResourceType actual
            && ascribed is { Sort: ExternSort.Type, Type: ResourceType expected }
            && !ReferenceEquals(expected.Identity, actual.Identity))
        {
            throw new WasmValidationException(
                "ascribed type of export is not compatible with item's type: resource types are not the same", offset);
        }

        if (ascribed.Type is InstanceType ascribedInstance && source.Type is InstanceType sourceInstance)
        {
            // Reading the ascription made its abstract resources fresh; whatever it exports that is not known here is
            // one.
            var abstracts = new HashSet<ResourceIdentity>(ReferenceEqualityComparer.Instance);
            CollectResources(scope, ascribedInstance, abstracts, offset);
            matcher.Bind(sourceInstance.Exports, ascribedInstance.Exports, abstracts);
        }

        if (matcher.Match(source, ascribed) is { } error)
        {
            throw new WasmValidationException(
                $"ascribed type of export is not compatible with item's type: {error}", offset);
        }

        return new TypeSubstitution(matcher.Bindings, scope.Work, offset).Apply(ascribed);
    }

    private static void CollectResources(
        ComponentScope scope,
        InstanceType instance,
        HashSet<ResourceIdentity> resources,
        long offset)
    {
        foreach ((_, ExternType export) in instance.Exports.Items)
        {
            scope.Work.Spend(offset);
            if (export is { Sort: ExternSort.Type, Type: ResourceType resource })
            {
                resources.Add(resource.Identity);
            }
            else if (export is { Sort: ExternSort.Instance, Type: InstanceType inner })
            {
                CollectResources(scope, inner, resources, offset);
            }
        }
    }

    public static void Add(ComponentScope scope, string text, ExternType type, ExternType source, long offset)
    {
        scope.ExportNames.Add(text, type, offset);
        if (!Visibility.CheckAndRegister(scope, type, source, isImport: false, offset))
        {
            throw new WasmValidationException(
                $"{ExternType.Describe(type.Sort)} not valid to be used as export `{text}`: "
                + "it uses a type that was not exported before",
                offset);
        }

        TypeLimits.Check(type, offset);
        scope.Add(type, offset);
        scope.Exports.Add(new(text, type));
    }
}
