using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

// Binary, "Alias Definitions".
internal sealed partial class ComponentDecoder
{
    private void ReadAliases(ref WasmReader reader, ComponentScope scope)
    {
        int count = ReadCount(ref reader, "alias");
        for (int i = 0; i < count; i++) ReadAlias(ref reader, scope);
    }

    private void ReadAlias(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        byte sort = reader.ReadByte();
        int coreSort = sort == 0 ? reader.ReadByte() : -1;
        byte target = reader.ReadByte();
        switch (target)
        {
            case 0x00: ReadExportAlias(ref reader, scope, ToExternSort(sort, coreSort, offset), offset); break;
            case 0x01: ReadCoreExportAlias(ref reader, scope, coreSort, offset); break;
            case 0x02: ReadOuterAlias(ref reader, scope, sort, coreSort, offset); break;
            default: throw new WasmFormatException($"invalid leading byte 0x{target:x2} for an alias", offset);
        }
    }

    private static void ReadExportAlias(ref WasmReader reader, ComponentScope scope, ExternSort sort, long offset)
    {
        uint index = reader.ReadU32();
        string name = ReadName(ref reader);
        InstanceType instance = ComponentScope.Get(scope.Instances, index, "instance", offset);
        if (!instance.Exports.TryGet(name, out ExternType export)) throw new WasmValidationException($"instance {index} has no export named `{name}`", offset);
        if (export.Sort != sort) throw new WasmValidationException($"export `{name}` for instance {index} is not a {ExternType.Describe(sort)}", offset);
        if (scope.Kind != ScopeKind.Component && sort is not (ExternSort.Type or ExternSort.Instance))
        {
            throw new WasmValidationException("only instances and types can be aliased by an export alias in a type", offset);
        }

        scope.Add(export, offset);
        if (scope.Kind == ScopeKind.Component && sort != ExternSort.Type) scope.Steps.Add(new AliasExportStep(sort, (int)index, name));
    }

    private static void ReadCoreExportAlias(ref WasmReader reader, ComponentScope scope, int coreSort, long offset)
    {
        uint index = reader.ReadU32();
        string name = ReadName(ref reader);
        if (scope.Kind != ScopeKind.Component) throw new WasmValidationException("a core export cannot be aliased in a type", offset);
        ExternKind kind = ToExternKind(coreSort, offset);
        Dictionary<string, CoreExternType> instance = ComponentScope.Get(scope.CoreInstances, index, "core instance", offset);
        if (!instance.TryGetValue(name, out CoreExternType export)) throw new WasmValidationException($"core instance {index} has no export named `{name}`", offset);
        if (export.Kind != kind) throw new WasmValidationException($"export `{name}` for core instance {index} is not a {kind}", offset);
        switch (kind)
        {
            case ExternKind.Function: ComponentScope.Add(scope.CoreFuncs, (FuncType)export.Type, "core function", offset); break;
            case ExternKind.Table: ComponentScope.Add(scope.CoreTables, (TableType)export.Type, "core table", offset); break;
            case ExternKind.Memory: ComponentScope.Add(scope.CoreMemories, (MemoryType)export.Type, "core memory", offset); break;
            default: ComponentScope.Add(scope.CoreGlobals, (GlobalType)export.Type, "core global", offset); break;
        }

        scope.Steps.Add(new AliasCoreExportStep(kind, (int)index, name));
    }

    private void ReadOuterAlias(ref WasmReader reader, ComponentScope scope, byte sort, int coreSort, long offset)
    {
        uint count = reader.ReadU32();
        uint index = reader.ReadU32();
        ComponentScope outer = Outer(scope, count, offset);
        if (sort == 0 && coreSort == 0x10)
        {
            ComponentScope.Add(scope.CoreTypes, ComponentScope.Get(outer.CoreTypes, index, "core type", offset), "core type", offset);
            return;
        }

        ExternSort externSort = ToExternSort(sort, coreSort, offset);
        if (externSort is not (ExternSort.Module or ExternSort.Type or ExternSort.Component)) throw new WasmFormatException("invalid sort of an outer alias", offset);
        if (scope.Kind != ScopeKind.Component && externSort != ExternSort.Type) throw new WasmValidationException("only types can be aliased by an outer alias in a type", offset);
        ExternType item = outer.GetExtern(externSort, index, offset);
        if (externSort == ExternSort.Type && CrossesComponent(scope, count) && Visibility.HasFreeResources(item.Definition, _work, offset))
        {
            throw new WasmValidationException("cannot alias outer type which transitively refers to resources not defined in the current component", offset);
        }

        scope.Add(item, offset);
        if (externSort != ExternSort.Type) scope.Steps.Add(new OuterAliasStep(externSort, (int)count, (int)index));
    }

    private static ComponentScope Outer(ComponentScope scope, uint count, long offset)
    {
        ComponentScope? outer = scope;
        for (uint i = 0; i < count && outer is not null; i++) outer = outer.Parent;
        return outer ?? throw new WasmValidationException($"invalid outer alias count of {count}", offset);
    }

    private static bool CrossesComponent(ComponentScope scope, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            if (scope.Kind == ScopeKind.Component) return true;
            scope = scope.Parent!;
        }

        return false;
    }

    private static ExternSort ToExternSort(byte sort, int coreSort, long offset) => (sort, coreSort) switch
    {
        (0x00, 0x11) => ExternSort.Module,
        (0x00, _) => throw new WasmFormatException("invalid core sort here: only modules", offset),
        (0x01, _) => ExternSort.Func,
        (0x02, _) => throw new WasmUnsupportedException("component-model-values", "value sort", offset),
        (0x03, _) => ExternSort.Type,
        (0x04, _) => ExternSort.Component,
        (0x05, _) => ExternSort.Instance,
        _ => throw new WasmFormatException($"invalid leading byte 0x{sort:x2} for a sort", offset),
    };

    private static ExternKind ToExternKind(int coreSort, long offset) => coreSort switch
    {
        >= 0 and <= 3 => (ExternKind)coreSort,
        4 => throw new WasmUnsupportedException("exception-handling", "tag sort", offset),
        _ => throw new WasmFormatException("invalid core sort here", offset),
    };
}
