using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The alias section (Binary, "Alias Definitions").</summary>
internal static class AliasSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("alias");
        for (int i = 0; i < count; i++)
        {
            ReadAlias(ref reader, scope);
        }
    }

    public static void ReadAlias(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        byte sort = reader.ReadByte();
        int coreSort = sort == 0 ? reader.ReadByte() : -1;
        byte target = reader.ReadByte();
        switch (target)
        {
            case 0x00: ReadExportAlias(ref reader, scope, Sorts.ToExternSort(sort, coreSort, offset), offset); break;
            case 0x01: ReadCoreExportAlias(ref reader, scope, coreSort, offset); break;
            case 0x02: ReadOuterAlias(ref reader, scope, sort, coreSort, offset); break;
            default: throw new WasmFormatException($"invalid leading byte 0x{target:x2} for an alias", offset);
        }
    }

    private static void ReadExportAlias(ref WasmReader reader, ComponentScope scope, ExternSort sort, long offset)
    {
        uint index = reader.ReadU32();
        string name = reader.ReadBoundedName();
        InstanceType instance = ComponentScope.Get(scope.Instances, index, "instance", offset);
        if (!instance.Exports.TryGet(name, out ExternType export))
        {
            throw new WasmValidationException($"instance {index} has no export named `{name}`", offset);
        }

        if (export.Sort != sort)
        {
            throw new WasmValidationException(
                $"export `{name}` for instance {index} is not a {ExternType.Describe(sort)}", offset);
        }

        if (scope.Kind != ScopeKind.Component && sort is not (ExternSort.Type or ExternSort.Instance))
        {
            throw new WasmValidationException(
                "only instances and types can be aliased by an export alias in a type", offset);
        }

        scope.Add(export, offset);
        if (scope.Kind == ScopeKind.Component && sort != ExternSort.Type)
        {
            scope.Steps.Add(new AliasExportStep(sort, (int)index, name));
        }
    }

    private static void ReadCoreExportAlias(ref WasmReader reader, ComponentScope scope, int coreSort, long offset)
    {
        uint index = reader.ReadU32();
        string name = reader.ReadBoundedName();
        if (scope.Kind != ScopeKind.Component)
        {
            throw new WasmValidationException("a core export cannot be aliased in a type", offset);
        }

        ExternKind kind = Sorts.ToExternKind(coreSort, offset);
        Dictionary<string, CoreExternType> instance = ComponentScope.Get(
            scope.CoreInstances, index, "core instance", offset);
        if (!instance.TryGetValue(name, out CoreExternType export))
        {
            throw new WasmValidationException($"core instance {index} has no export named `{name}`", offset);
        }

        if (export.Kind != kind)
        {
            throw new WasmValidationException($"export `{name}` for core instance {index} is not a {kind}", offset);
        }

        switch (kind)
        {
            case ExternKind.Function:
                ComponentScope.Add(
                    scope.CoreFuncs, (FuncType)export.Type, "core function", offset);
                break;
            case ExternKind.Table:
                ComponentScope.Add(
                    scope.CoreTables, (TableType)export.Type, "core table", offset);
                break;
            case ExternKind.Memory:
                ComponentScope.Add(
                    scope.CoreMemories, (MemoryType)export.Type, "core memory", offset);
                break;
            default: ComponentScope.Add(scope.CoreGlobals, (GlobalType)export.Type, "core global", offset); break;
        }

        scope.Steps.Add(new AliasCoreExportStep(kind, (int)index, name));
    }

    private static void ReadOuterAlias(
        ref WasmReader reader,
        ComponentScope scope,
        byte sort,
        int coreSort,
        long offset)
    {
        uint count = reader.ReadU32();
        uint index = reader.ReadU32();
        ComponentScope outer = scope.GetOuter(count, offset);
        if (sort == 0 && coreSort == 0x10)
        {
            ComponentScope.Add(
                scope.CoreTypes, ComponentScope.Get(outer.CoreTypes, index, "core type", offset), "core type", offset);
            return;
        }

        ExternSort externSort = Sorts.ToExternSort(sort, coreSort, offset);
        if (externSort is not (ExternSort.Module or ExternSort.Type or ExternSort.Component))
        {
            throw new WasmFormatException("invalid sort of an outer alias", offset);
        }

        if (scope.Kind != ScopeKind.Component && externSort != ExternSort.Type)
        {
            throw new WasmValidationException("only types can be aliased by an outer alias in a type", offset);
        }

        ExternType item = outer.GetExtern(externSort, index, offset);
        if (externSort == ExternSort.Type
            && CrossesComponent(scope, count)
            && Visibility.HasFreeResources(item.Definition, scope.Work, offset))
        {
            throw new WasmValidationException(
                "cannot alias outer type which transitively refers to resources not defined in the current component",
                offset);
        }

        scope.Add(item, offset);
        if (externSort != ExternSort.Type)
        {
            scope.Steps.Add(new OuterAliasStep(externSort, (int)count, (int)index));
        }
    }

    private static bool CrossesComponent(ComponentScope scope, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            if (scope.Kind == ScopeKind.Component)
            {
                return true;
            }

            scope = scope.Parent!;
        }

        return false;
    }
}
