using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

// Binary, "Type Definitions".
internal sealed partial class ComponentDecoder
{
    private void ReadTypes(ref WasmReader reader, ComponentScope scope)
    {
        int count = ReadCount(ref reader, "type");
        for (int i = 0; i < count; i++) ReadType(ref reader, scope);
    }

    private void ReadType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        CountType(offset);
        TypeDefinition type = reader.PeekByte() switch
        {
            0x40 => ReadFuncType(ref reader, scope),
            0x43 => throw new WasmUnsupportedException("component-model-async", "async function type", offset),
            0x41 => ReadComponentType(ref reader, scope),
            0x42 => ReadInstanceType(ref reader, scope),
            0x3F or 0x3E => ReadResource(ref reader, scope),
            _ => ReadDefValType(ref reader, scope),
        };
        scope.Add(ExternType.OfType(CheckType(type, offset)), offset);
    }

    private static ResourceType ReadResource(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        if (reader.ReadByte() == 0x3E) throw new WasmUnsupportedException("component-model-async", "resource with an async destructor", offset);
        byte representation = reader.ReadByte();
        int destructor = ReadOptional(ref reader) ? (int)Math.Min(reader.ReadU32(), int.MaxValue) : -1;
        if (scope.Kind != ScopeKind.Component) throw new WasmValidationException("resources can only be defined within a concrete component", offset);
        if (representation == 0x7E) throw new WasmUnsupportedException("memory64", "resource represented by i64", offset);
        if (representation != 0x7F) throw new WasmValidationException("resources can only be represented by `i32`", offset);
        if (destructor >= 0 && !ComponentScope.Get(scope.CoreFuncs, (uint)destructor, "core function", offset).Equals(CanonTypes.Destructor))
        {
            throw new WasmValidationException("core function is not a destructor: it must take an i32 and give nothing", offset);
        }

        var identity = new ResourceIdentity { IsLocal = true };
        scope.DefinedResources.Add(identity);
        scope.Steps.Add(new DefineResourceStep(scope.AddResourceSlot(identity), destructor));
        return new ResourceType(identity);
    }

    private static ComponentFuncType ReadFuncType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        reader.ReadByte();
        int count = ReadCount(ref reader, "parameter", ComponentLimits.MaxParameters);
        var names = new string[count];
        var types = new DefValType[count];
        var unique = new HashSet<string>(count, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < count; i++)
        {
            names[i] = ReadLabel(ref reader, unique, "function parameter name");
            types[i] = ReadValType(ref reader, scope);
        }

        DefValType? result = ReadResult(ref reader, scope);
        if (result is { ContainsBorrow: true }) throw new WasmValidationException("function result cannot contain a `borrow` type", offset);
        return new ComponentFuncType(names, types, result);
    }

    private static DefValType? ReadResult(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        switch (reader.ReadByte())
        {
            case 0x00:
                return ReadValType(ref reader, scope);
            case 0x01:
                return reader.ReadByte() == 0 ? null : throw new WasmFormatException("named results are not part of the format any more", offset);
            default:
                throw new WasmFormatException("invalid leading byte for a result list", offset);
        }
    }

    private static DefValType ReadValType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        long code = reader.ReadS33();
        if (code < 0) return Primitive((byte)(code & 0x7F), offset);
        return scope.GetType<DefValType>((uint)code, "defined value", offset);
    }

    private static DefValType? ReadOptionalValType(ref WasmReader reader, ComponentScope scope) => ReadOptional(ref reader) ? ReadValType(ref reader, scope) : null;

    private static bool ReadOptional(ref WasmReader reader)
    {
        byte present = reader.ReadByte();
        return present <= 1 ? present == 1 : throw new WasmFormatException("invalid leading byte for an optional", reader.Offset - 1);
    }

    private static DefValType Primitive(byte code, long offset) => code switch
    {
        0x7F => DefValType.Bool,
        0x7E => DefValType.S8,
        0x7D => DefValType.U8,
        0x7C => DefValType.S16,
        0x7B => DefValType.U16,
        0x7A => DefValType.S32,
        0x79 => DefValType.U32,
        0x78 => DefValType.S64,
        0x77 => DefValType.U64,
        0x76 => DefValType.F32,
        0x75 => DefValType.F64,
        0x74 => DefValType.Char,
        0x73 => DefValType.String,
        0x64 => throw new WasmUnsupportedException("component-model-error-context", "error-context type", offset),
        _ => throw new WasmFormatException($"invalid leading byte 0x{code:x2} for a component value type", offset),
    };

    private static string ReadLabel(ref WasmReader reader, HashSet<string> unique, string what)
    {
        long offset = reader.Offset;
        string label = ReadName(ref reader);
        if (!ExternName.IsLabel(label)) throw new WasmValidationException($"{what} `{label}` is not in kebab case", offset);
        return unique.Add(label) ? label : throw new WasmValidationException($"{what} `{label}` conflicts with a previous one", offset);
    }
}
