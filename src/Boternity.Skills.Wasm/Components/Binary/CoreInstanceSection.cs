using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The core instance section (Binary, "Instance Definitions").</summary>
internal static class CoreInstanceSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("core instance");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte form = reader.ReadByte();
            Dictionary<string, CoreExternType> exports = form switch
            {
                0x00 => ReadInstantiateModule(ref reader, scope, offset),
                0x01 => ReadInlineExports(ref reader, scope),
                _ => throw new WasmFormatException($"invalid leading byte 0x{form:x2} for a core instance", offset),
            };
            scope.Context.CountBytes(reader.Offset - offset);
            ComponentScope.Add(scope.CoreInstances, exports, "core instance", offset);
        }
    }

    private static Dictionary<string, CoreExternType> ReadInstantiateModule(
        ref WasmReader reader,
        ComponentScope scope,
        long offset)
    {
        uint index = reader.ReadU32();
        CoreModuleType module = ComponentScope.Get(scope.CoreModules, index, "core module", offset);
        int count = reader.ReadVectorCount("instantiation argument");
        var arguments = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            long argumentOffset = reader.Offset;
            string name = reader.ReadBoundedName();
            if (reader.ReadByte() != 0x12)
            {
                throw new WasmFormatException("invalid instantiation argument: only instances", argumentOffset);
            }

            uint instance = reader.ReadU32();
            ComponentScope.Get(scope.CoreInstances, instance, "core instance", argumentOffset);
            if (!arguments.TryAdd(name, (int)instance))
            {
                throw new WasmValidationException(
                    $"duplicate module instantiation argument named `{name}`", argumentOffset);
            }
        }

        scope.Work.Spend(offset, module.Imports.Count);
        foreach (((string from, string name) key, CoreExternType expected) in module.Imports)
        {
            if (!arguments.TryGetValue(key.from, out int instance))
            {
                throw new WasmValidationException($"missing module instantiation argument named `{key.from}`", offset);
            }

            if (!scope.CoreInstances[instance].TryGetValue(key.name, out CoreExternType given))
            {
                throw new WasmValidationException(
                    $"module instantiation argument `{key.from}` does not export an item named `{key.name}`", offset);
            }

            if (!given.Matches(expected))
            {
                throw new WasmValidationException(
                    $"type mismatch for export `{key.name}` of module instantiation argument `{key.from}`", offset);
            }
        }

        scope.Steps.Add(new InstantiateModuleStep((int)index, arguments));
        return module.Exports;
    }

    private static Dictionary<string, CoreExternType> ReadInlineExports(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("inline export");
        var types = new Dictionary<string, CoreExternType>(count, StringComparer.Ordinal);
        var items = new CoreInlineExport[count];
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            string name = reader.ReadBoundedName();
            ExternKind kind = Sorts.ToExternKind(reader.ReadByte(), offset);
            uint index = reader.ReadU32();
            object type = kind switch
            {
                ExternKind.Function => ComponentScope.Get(scope.CoreFuncs, index, "core function", offset),
                ExternKind.Table => ComponentScope.Get(scope.CoreTables, index, "core table", offset),
                ExternKind.Memory => ComponentScope.Get(scope.CoreMemories, index, "core memory", offset),
                _ => ComponentScope.Get(scope.CoreGlobals, index, "core global", offset),
            };
            if (!types.TryAdd(name, new(kind, type)))
            {
                throw new WasmValidationException($"export name `{name}` already defined", offset);
            }

            items[i] = new(name, kind, (int)index);
        }

        scope.Steps.Add(new CoreInlineExportsStep(items));
        return types;
    }
}
