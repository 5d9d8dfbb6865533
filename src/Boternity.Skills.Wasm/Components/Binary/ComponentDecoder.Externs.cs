using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

// Binary, "Import and Export Definitions".
internal sealed partial class ComponentDecoder
{
    private void ReadImports(ref WasmReader reader, ComponentScope scope)
    {
        int count = ReadCount(ref reader, "import");
        for (int i = 0; i < count; i++) ReadImport(ref reader, scope);
    }

    private void ReadImport(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        string text = ReadExternName(ref reader);
        ExternType type = ReadExternType(ref reader, scope, scope.ImportedResources, out ExternType source);
        ExternName name = scope.ImportNames.Add(text, type, offset);
        if (!Visibility.CheckAndRegister(scope, type, source, isImport: true, offset))
        {
            throw new WasmValidationException($"{ExternType.Describe(type.Sort)} not valid to be used as import `{text}`: it uses a type that was not imported before", offset);
        }

        CheckExternSize(type, offset);
        scope.Add(type, offset);
        scope.Imports.Add(new(text, type));
        if (scope.Kind == ScopeKind.Component) scope.Steps.Add(new ImportStep(name, type, BindResources(scope, type, offset)));
    }

    private void ReadExports(ref WasmReader reader, ComponentScope scope)
    {
        int count = ReadCount(ref reader, "export");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            string name = ReadExternName(ref reader);
            (ExternSort sort, uint index) = ReadSortIndex(ref reader);
            ExternType source = scope.GetExtern(sort, index, offset);
            ExternType type = source;
            if (ReadOptional(ref reader)) type = Ascribe(source, ReadExternType(ref reader, scope, [], out _), offset);
            else if (sort == ExternSort.Type) type = ExternType.OfType(Rename(source.Definition, offset));
            AddExport(scope, name, type, sort == ExternSort.Type ? source : type, offset);
            scope.Steps.Add(new ExportStep(name, sort, (int)index, type.Type is ResourceType resource ? GetResourceSlot(scope, resource.Identity, offset) : -1));
        }
    }

    // The ascribed type, with its abstract resources replaced by what the definition has in their place.
    private ExternType Ascribe(ExternType source, ExternType ascribed, long offset)
    {
        var matcher = new TypeMatcher(_work, offset);
        if (source.Type is ResourceType actual && ascribed is { Sort: ExternSort.Type, Type: ResourceType expected } && !ReferenceEquals(expected.Identity, actual.Identity))
        {
            throw new WasmValidationException("ascribed type of export is not compatible with item's type: resource types are not the same", offset);
        }

        if (ascribed.Type is InstanceType ascribedInstance && source.Type is InstanceType sourceInstance)
        {
            // Reading the ascription made its abstract resources fresh; whatever it exports that is not known here is one.
            var abstracts = new HashSet<ResourceIdentity>(ReferenceEqualityComparer.Instance);
            CollectResources(ascribedInstance, abstracts, offset);
            matcher.Bind(sourceInstance.Exports, ascribedInstance.Exports, abstracts);
        }

        if (matcher.Match(source, ascribed) is { } error) throw new WasmValidationException($"ascribed type of export is not compatible with item's type: {error}", offset);
        return new TypeSubstitution(matcher.Bindings, _work, offset).Apply(ascribed);
    }

    private void CollectResources(InstanceType instance, HashSet<ResourceIdentity> resources, long offset)
    {
        foreach ((_, ExternType export) in instance.Exports.Items)
        {
            _work.Spend(offset);
            if (export is { Sort: ExternSort.Type, Type: ResourceType resource }) resources.Add(resource.Identity);
            else if (export is { Sort: ExternSort.Instance, Type: InstanceType inner }) CollectResources(inner, resources, offset);
        }
    }

    private static void AddExport(ComponentScope scope, string text, ExternType type, ExternType source, long offset)
    {
        scope.ExportNames.Add(text, type, offset);
        if (!Visibility.CheckAndRegister(scope, type, source, isImport: false, offset))
        {
            throw new WasmValidationException($"{ExternType.Describe(type.Sort)} not valid to be used as export `{text}`: it uses a type that was not exported before", offset);
        }

        CheckExternSize(type, offset);
        scope.Add(type, offset);
        scope.Exports.Add(new(text, type));
    }

    private static void CheckExternSize(ExternType type, long offset)
    {
        if (type.Type is TypeDefinition definition) CheckType(definition, offset);
    }

    /// <summary>Gives slots to the resources that <paramref name="type"/> brings into the scope, and says where they are found in what is given.</summary>
    private ResourceBinding[] BindResources(ComponentScope scope, ExternType type, long offset)
    {
        var bindings = new List<ResourceBinding>();
        Collect(type, []);
        return [.. bindings];

        void Collect(ExternType item, string[] path)
        {
            _work.Spend(offset, 1 + path.Length);
            if (item is { Sort: ExternSort.Type, Type: ResourceType resource } && !scope.ResourceSlots.ContainsKey(resource.Identity))
            {
                bindings.Add(new(path, scope.AddResourceSlot(resource.Identity)));
            }
            else if (item is { Sort: ExternSort.Instance, Type: InstanceType instance })
            {
                foreach ((string name, ExternType export) in instance.Exports.Items) Collect(export, [.. path, name]);
            }
        }
    }

    private static int GetResourceSlot(ComponentScope scope, ResourceIdentity identity, long offset) =>
        scope.ResourceSlots.TryGetValue(identity, out int slot) ? slot : throw new WasmValidationException("resource type is not available in the component", offset);

    private static (ExternSort Sort, uint Index) ReadSortIndex(ref WasmReader reader)
    {
        long offset = reader.Offset;
        byte sort = reader.ReadByte();
        int coreSort = sort == 0 ? reader.ReadByte() : -1;
        return (ToExternSort(sort, coreSort, offset), reader.ReadU32());
    }

    private static string ReadExternName(ref WasmReader reader)
    {
        long offset = reader.Offset;
        byte form = reader.ReadByte();
        if (form == 0x02) throw new WasmUnsupportedException("component-model-implements", "import or export name with attributes", offset);
        if (form > 0x02) throw new WasmFormatException($"invalid leading byte 0x{form:x2} for a name", offset);
        return ReadName(ref reader);
    }
}
