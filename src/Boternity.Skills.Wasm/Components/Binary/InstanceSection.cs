using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The instance section (Binary, "Instance Definitions").</summary>
internal static class InstanceSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("instance");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte form = reader.ReadByte();
            InstanceType type = form switch
            {
                0x00 => ReadInstantiateComponent(ref reader, scope, offset),
                0x01 => ReadInlineExports(ref reader, scope, offset),
                _ => throw new WasmFormatException($"invalid leading byte 0x{form:x2} for an instance", offset),
            };
            scope.Context.CountBytes(reader.Offset - offset);
            scope.Add(ExternType.Instance(TypeLimits.Check(type, offset)), offset);
        }
    }

    private static InstanceType ReadInstantiateComponent(ref WasmReader reader, ComponentScope scope, long offset)
    {
        uint index = reader.ReadU32();
        ComponentType component = ComponentScope.Get(scope.Components, index, "component", offset);
        int count = reader.ReadVectorCount("instantiation argument");
        var given = new KeyValuePair<string, ExternType>[count];
        var arguments = new InstantiationArgument[count];
        var names = new HashSet<string>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            long argumentOffset = reader.Offset;
            string name = reader.ReadBoundedName();
            (ExternSort sort, uint item) = reader.ReadSortIndex();
            ExternType type = scope.GetExtern(sort, item, argumentOffset);
            if (!names.Add(name))
            {
                throw new WasmValidationException(
                    $"instantiation argument `{name}` conflicts with previous argument", argumentOffset);
            }

            given[i] = new(name, type);
            arguments[i] = new(
                name,
                sort,
                (int)item,
                type.Type is ResourceType resource ? scope.GetResourceSlot(resource.Identity, argumentOffset) : -1);
        }

        InstanceType instance = MatchArguments(component, new NamedExterns(given), scope, offset);
        scope.Steps.Add(
            new InstantiateComponentStep(
                (int)index, arguments, ResourceBindings.Of(scope, ExternType.Instance(instance), offset)));
        return instance;
    }

    private static InstanceType MatchArguments(
        ComponentType component,
        NamedExterns arguments,
        ComponentScope scope,
        long offset)
    {
        var matcher = new TypeMatcher(scope.Work, offset);
        scope.Work.Spend(offset, component.Imported.Length + component.Imports.Count);
        string? error = matcher.Bind(
            arguments, component.Imports, new(component.Imported, ReferenceEqualityComparer.Instance));
        if (error is not null)
        {
            throw new WasmValidationException($"type mismatch for component instantiation: {error}", offset);
        }

        foreach ((string name, ExternType expected) in component.Imports.Items)
        {
            if (!arguments.TryGet(name, out ExternType given))
            {
                throw new WasmValidationException($"missing import named `{name}`", offset);
            }

            if (matcher.Match(given, expected) is { } mismatch)
            {
                throw new WasmValidationException(
                    $"type mismatch for component instantiation argument `{name}`: {mismatch}", offset);
            }
        }

        // The exports, with the arguments' resources for the imported ones and new ones for those that each instance
        // makes.
        Dictionary<ResourceIdentity, ResourceIdentity> map = matcher.Bindings;
        foreach (ResourceIdentity defined in component.Defined)
        {
            var fresh = new ResourceIdentity();
            map[defined] = fresh;
            scope.DefinedResources.Add(fresh);
        }

        scope.Work.Spend(offset, component.Defined.Length);
        var substitution = new TypeSubstitution(map, scope.Work, offset);
        substitution.ReplaceNames(arguments, component.Imports);
        return new InstanceType(substitution.Apply(component.Exports), []);
    }

    private static InstanceType ReadInlineExports(ref WasmReader reader, ComponentScope scope, long start)
    {
        int count = reader.ReadVectorCount("inline export");
        var exports = new KeyValuePair<string, ExternType>[count];
        var items = new InstantiationArgument[count];
        var names = new NameScope("instance export", namesResources: false);
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            string name = reader.ReadExternName();
            (ExternSort sort, uint index) = reader.ReadSortIndex();
            ExternType type = scope.GetExtern(sort, index, offset);
            names.Add(name, type, offset);
            exports[i] = new(name, type);
            items[i] = new(
                name,
                sort,
                (int)index,
                type.Type is ResourceType resource ? scope.GetResourceSlot(resource.Identity, offset) : -1);
        }

        scope.Work.Spend(start, count);
        scope.Steps.Add(new InlineExportsStep(items));
        return new InstanceType(new NamedExterns(exports), []);
    }
}
