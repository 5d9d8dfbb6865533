using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Binary;

// Binary, "Instance Definitions", and nested modules and components.
internal sealed partial class ComponentDecoder
{
    private void ReadModule(ref WasmReader section, ComponentScope scope, long offset)
    {
        CountModule(offset);
        long start = section.Offset;
        ReadOnlySpan<byte> bytes = section.ReadBytes(section.Remaining);
        Module module;
        try
        {
            module = _engine.LoadModule(bytes);
        }
        catch (WasmFormatException e)
        {
            throw new WasmFormatException(e.Detail, start + e.Offset);
        }
        catch (WasmValidationException e)
        {
            throw new WasmValidationException(e.Detail, start + e.Offset);
        }
        catch (WasmUnsupportedException e)
        {
            throw new WasmUnsupportedException(e.Proposal, e.Detail, start + e.Offset);
        }

        scope.Add(new(ExternSort.Module, ModuleTypes.Of(module.Definition, offset)), offset);
        scope.Steps.Add(new ModuleStep(module));
    }

    private void ReadNestedComponent(ref WasmReader section, ComponentScope scope, long offset)
    {
        CountModule(offset);
        ComponentDefinition component = ReadComponent(ref section, scope);
        scope.Add(new(ExternSort.Component, component.Type), offset);
        scope.Steps.Add(new NestedComponentStep(component));
    }

    private void ReadCoreInstances(ref WasmReader reader, ComponentScope scope)
    {
        int count = ReadCount(ref reader, "core instance");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte form = reader.ReadByte();
            Dictionary<string, CoreExternType> exports = form switch
            {
                0x00 => ReadInstantiateModule(ref reader, scope, offset),
                0x01 => ReadCoreBag(ref reader, scope),
                _ => throw new WasmFormatException($"invalid leading byte 0x{form:x2} for a core instance", offset),
            };
            ComponentScope.Add(scope.CoreInstances, exports, "core instance", offset);
        }
    }

    private Dictionary<string, CoreExternType> ReadInstantiateModule(ref WasmReader reader, ComponentScope scope, long offset)
    {
        uint index = reader.ReadU32();
        CoreModuleType module = ComponentScope.Get(scope.CoreModules, index, "core module", offset);
        int count = ReadCount(ref reader, "instantiation argument");
        var arguments = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            long argumentOffset = reader.Offset;
            string name = ReadName(ref reader);
            if (reader.ReadByte() != 0x12) throw new WasmFormatException("invalid instantiation argument: only instances", argumentOffset);
            uint instance = reader.ReadU32();
            ComponentScope.Get(scope.CoreInstances, instance, "core instance", argumentOffset);
            if (!arguments.TryAdd(name, (int)instance)) throw new WasmValidationException($"duplicate module instantiation argument named `{name}`", argumentOffset);
        }

        _work.Spend(offset, module.Imports.Count);
        foreach (((string from, string name) key, CoreExternType expected) in module.Imports)
        {
            if (!arguments.TryGetValue(key.from, out int instance)) throw new WasmValidationException($"missing module instantiation argument named `{key.from}`", offset);
            if (!scope.CoreInstances[instance].TryGetValue(key.name, out CoreExternType given))
            {
                throw new WasmValidationException($"module instantiation argument `{key.from}` does not export an item named `{key.name}`", offset);
            }

            if (!given.Matches(expected)) throw new WasmValidationException($"type mismatch for export `{key.name}` of module instantiation argument `{key.from}`", offset);
        }

        scope.Steps.Add(new InstantiateModuleStep((int)index, arguments));
        return module.Exports;
    }

    private static Dictionary<string, CoreExternType> ReadCoreBag(ref WasmReader reader, ComponentScope scope)
    {
        int count = ReadCount(ref reader, "inline export");
        var types = new Dictionary<string, CoreExternType>(count, StringComparer.Ordinal);
        var items = new (string, ExternKind, int)[count];
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            string name = ReadName(ref reader);
            ExternKind kind = ToExternKind(reader.ReadByte(), offset);
            uint index = reader.ReadU32();
            object type = kind switch
            {
                ExternKind.Function => ComponentScope.Get(scope.CoreFuncs, index, "core function", offset),
                ExternKind.Table => ComponentScope.Get(scope.CoreTables, index, "core table", offset),
                ExternKind.Memory => ComponentScope.Get(scope.CoreMemories, index, "core memory", offset),
                _ => ComponentScope.Get(scope.CoreGlobals, index, "core global", offset),
            };
            if (!types.TryAdd(name, new(kind, type))) throw new WasmValidationException($"export name `{name}` already defined", offset);
            items[i] = (name, kind, (int)index);
        }

        scope.Steps.Add(new CoreBagStep(items));
        return types;
    }

    private void ReadInstances(ref WasmReader reader, ComponentScope scope)
    {
        int count = ReadCount(ref reader, "instance");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte form = reader.ReadByte();
            InstanceType type = form switch
            {
                0x00 => ReadInstantiateComponent(ref reader, scope, offset),
                0x01 => ReadBag(ref reader, scope, offset),
                _ => throw new WasmFormatException($"invalid leading byte 0x{form:x2} for an instance", offset),
            };
            scope.Add(ExternType.Instance(CheckType(type, offset)), offset);
        }
    }

    private InstanceType ReadInstantiateComponent(ref WasmReader reader, ComponentScope scope, long offset)
    {
        uint index = reader.ReadU32();
        ComponentType component = ComponentScope.Get(scope.Components, index, "component", offset);
        int count = ReadCount(ref reader, "instantiation argument");
        var given = new KeyValuePair<string, ExternType>[count];
        var arguments = new InstantiationArgument[count];
        var names = new HashSet<string>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            long argumentOffset = reader.Offset;
            string name = ReadName(ref reader);
            (ExternSort sort, uint item) = ReadSortIndex(ref reader);
            ExternType type = scope.GetExtern(sort, item, argumentOffset);
            if (!names.Add(name)) throw new WasmValidationException($"instantiation argument `{name}` conflicts with previous argument", argumentOffset);
            given[i] = new(name, type);
            arguments[i] = new(name, sort, (int)item, type.Type is ResourceType resource ? GetResourceSlot(scope, resource.Identity, argumentOffset) : -1);
        }

        InstanceType instance = MatchArguments(component, new NamedExterns(given), scope, offset);
        scope.Steps.Add(new InstantiateComponentStep((int)index, arguments, BindResources(scope, ExternType.Instance(instance), offset)));
        return instance;
    }

    private InstanceType MatchArguments(ComponentType component, NamedExterns arguments, ComponentScope scope, long offset)
    {
        var matcher = new TypeMatcher(_work, offset);
        _work.Spend(offset, component.Imported.Length + component.Imports.Count);
        string? error = matcher.Bind(arguments, component.Imports, new(component.Imported, ReferenceEqualityComparer.Instance));
        if (error is not null) throw new WasmValidationException($"type mismatch for component instantiation: {error}", offset);
        foreach ((string name, ExternType expected) in component.Imports.Items)
        {
            if (!arguments.TryGet(name, out ExternType given)) throw new WasmValidationException($"missing import named `{name}`", offset);
            if (matcher.Match(given, expected) is { } mismatch) throw new WasmValidationException($"type mismatch for component instantiation argument `{name}`: {mismatch}", offset);
        }

        // The exports, with the arguments' resources for the imported ones and new ones for those that each instance makes.
        Dictionary<ResourceIdentity, ResourceIdentity> map = matcher.Bindings;
        foreach (ResourceIdentity defined in component.Defined)
        {
            var fresh = new ResourceIdentity();
            map[defined] = fresh;
            scope.DefinedResources.Add(fresh);
        }

        _work.Spend(offset, component.Defined.Length);
        var substitution = new TypeSubstitution(map, _work, offset);
        substitution.ReplaceNames(arguments, component.Imports);
        return new InstanceType(substitution.Apply(component.Exports), []);
    }

    private static InstanceType ReadBag(ref WasmReader reader, ComponentScope scope, long start)
    {
        int count = ReadCount(ref reader, "inline export");
        var exports = new KeyValuePair<string, ExternType>[count];
        var items = new InstantiationArgument[count];
        var names = new NameScope("instance export", namesResources: false);
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            string name = ReadExternName(ref reader);
            (ExternSort sort, uint index) = ReadSortIndex(ref reader);
            ExternType type = scope.GetExtern(sort, index, offset);
            names.Add(name, type, offset);
            exports[i] = new(name, type);
            items[i] = new(name, sort, (int)index, type.Type is ResourceType resource ? GetResourceSlot(scope, resource.Identity, offset) : -1);
        }

        scope.Work.Spend(start, count);
        scope.Steps.Add(new BagStep(items));
        return new InstanceType(new NamedExterns(exports), []);
    }
}
