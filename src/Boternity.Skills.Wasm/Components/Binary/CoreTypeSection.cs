using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The core type section (Binary, "Type Definitions": core:type).</summary>
internal static class CoreTypeSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("core type");
        for (int i = 0; i < count; i++)
        {
            ReadType(ref reader, scope);
        }
    }

    public static void ReadType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        object type = reader.PeekByte() == 0x50
            ? ReadModuleType(ref reader, scope)
            : ReadCoreFuncType(ref reader, scope);
        scope.Context.CountBytes(reader.Offset - offset);
        ComponentScope.Add(scope.CoreTypes, type, "core type", offset);
    }

    private static FuncType ReadCoreFuncType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        byte form = reader.ReadByte();
        if (form is 0x00 or 0x4E or 0x4F or 0x5E or 0x5F)
        {
            throw new WasmUnsupportedException("gc", "core type that is not a function", offset);
        }

        if (form != 0x60)
        {
            throw new WasmFormatException($"invalid leading byte 0x{form:x2} for a core type", offset);
        }

        return new FuncType(ReadCoreValTypes(ref reader, scope), ReadCoreValTypes(ref reader, scope));
    }

    private static ValType[] ReadCoreValTypes(ref WasmReader reader, ComponentScope scope)
    {
        var types = new ValType[reader.ReadVectorCount("value type", ComponentLimits.MaxParameters)];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = ReadCoreValType(ref reader, scope);
        }

        return types;
    }

    private static ValType ReadCoreValType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        byte code = reader.ReadByte();
        return (ValType)code switch
        {
            ValType.I32 or ValType.I64 or ValType.F32 or ValType.F64 => (ValType)code,
            ValType.FuncRef or ValType.ExternRef
                when scope.Context.CoreFeatures.HasFlag(WasmFeatures.ReferenceTypes) => (ValType)code,
            ValType.V128 when scope.Context.CoreFeatures.HasFlag(WasmFeatures.Simd) => (ValType)code,
            ValType.V128 => throw new WasmUnsupportedException("simd", "value type v128", offset),
            _ => throw new WasmFormatException($"invalid value type 0x{code:x2}", offset),
        };
    }

    private static CoreModuleType ReadModuleType(ref WasmReader reader, ComponentScope scope)
    {
        reader.ReadByte();
        var types = new List<FuncType>();
        var imports = new Dictionary<(string, string), CoreExternType>();
        var exports = new Dictionary<string, CoreExternType>(StringComparer.Ordinal);
        int count = reader.ReadVectorCount("module type declaration");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte kind = reader.ReadByte();
            switch (kind)
            {
                case 0x00:
                    (string, string) key = (reader.ReadBoundedName(), reader.ReadBoundedName());
                    if (!imports.TryAdd(key, ReadCoreExternType(ref reader, scope, types)))
                    {
                        throw new WasmValidationException($"duplicate import name `{key.Item1}:{key.Item2}`", offset);
                    }
                    break;
                case 0x01:
                    if (reader.PeekByte() == 0x50)
                    {
                        throw new WasmValidationException("a module type inside a module type", offset);
                    }

                    ComponentScope.Add(types, ReadCoreFuncType(ref reader, scope), "core type", offset);
                    break;
                case 0x02:
                    ComponentScope.Add(types, ReadModuleTypeAlias(ref reader, scope, types), "core type", offset);
                    break;
                case 0x03:
                    string name = reader.ReadBoundedName();
                    if (!exports.TryAdd(name, ReadCoreExternType(ref reader, scope, types)))
                    {
                        throw new WasmValidationException($"duplicate export name `{name}`", offset);
                    }
                    break;
                default:
                    throw new WasmFormatException(
                        $"invalid leading byte 0x{kind:x2} for a module type declaration", offset);
            }
        }

        return new CoreModuleType(imports, exports);
    }

    // core:alias. A module type is a scope of its own: count 0 is it, 1 what it is written in.
    private static FuncType ReadModuleTypeAlias(ref WasmReader reader, ComponentScope scope, List<FuncType> types)
    {
        long offset = reader.Offset;
        byte sort = reader.ReadByte();
        byte target = reader.ReadByte();
        if (sort != 0x10 || target != 0x01)
        {
            throw new WasmFormatException("invalid alias in a module type: only outer aliases of types", offset);
        }

        uint count = reader.ReadU32();
        uint index = reader.ReadU32();
        if (count == 0)
        {
            return ComponentScope.Get(types, index, "type", offset);
        }

        object type = ComponentScope.Get(scope.GetOuter(count - 1, offset).CoreTypes, index, "type", offset);
        return type as FuncType ?? throw new WasmValidationException("a module type inside a module type", offset);
    }

    private static CoreExternType ReadCoreExternType(ref WasmReader reader, ComponentScope scope, List<FuncType> types)
    {
        long offset = reader.Offset;
        byte kind = reader.ReadByte();
        switch (kind)
        {
            case 0x00: return new(ExternKind.Function, ComponentScope.Get(types, reader.ReadU32(), "type", offset));
            case 0x01: return new(ExternKind.Table, ReadCoreTableType(ref reader, scope));
            case 0x02: return new(ExternKind.Memory, new MemoryType(ReadCoreLimits(ref reader, 1u << 16)));
            case 0x03:
                ValType type = ReadCoreValType(ref reader, scope);
                byte mutability = reader.ReadByte();
                if (mutability > 1)
                {
                    throw new WasmFormatException("malformed mutability", reader.Offset - 1);
                }

                return new(ExternKind.Global, new GlobalType(type, mutability == 1));
            case 0x04: throw new WasmUnsupportedException("exception-handling", "tag", offset);
            default: throw new WasmFormatException($"invalid leading byte 0x{kind:x2} for an external type", offset);
        }
    }

    private static TableType ReadCoreTableType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        ValType element = ReadCoreValType(ref reader, scope);
        if (element is not (ValType.FuncRef or ValType.ExternRef))
        {
            throw new WasmFormatException("malformed reference type", offset);
        }

        return new TableType(element, ReadCoreLimits(ref reader, uint.MaxValue));
    }

    private static Limits ReadCoreLimits(ref WasmReader reader, uint most)
    {
        long offset = reader.Offset;
        byte flags = reader.ReadByte();
        if (flags is 0x02 or 0x03)
        {
            throw new WasmUnsupportedException("threads", "shared memory", offset);
        }

        if (flags is >= 0x04 and <= 0x07)
        {
            throw new WasmUnsupportedException("memory64", "64-bit limits", offset);
        }

        if (flags > 1)
        {
            throw new WasmFormatException("malformed limits flags", offset);
        }

        uint minimum = reader.ReadU32();
        uint? maximum = flags == 1 ? reader.ReadU32() : null;
        if (minimum > most || maximum > most)
        {
            throw new WasmValidationException("size is above what the type allows", offset);
        }

        if (maximum < minimum)
        {
            throw new WasmValidationException("size minimum must not be greater than maximum", offset);
        }

        return new Limits(minimum, maximum);
    }
}
