using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The type section (Binary, "Type Definitions").</summary>
internal static class TypeSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("type");
        for (int i = 0; i < count; i++)
        {
            ReadType(ref reader, scope);
        }
    }

    public static void ReadType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        scope.Context.CountType(offset);
        TypeDefinition type = reader.PeekByte() switch
        {
            0x40 => ReadFuncType(ref reader, scope),
            0x43 => throw new WasmUnsupportedException("component-model-async", "async function type", offset),
            0x41 => TypeDeclarations.ReadComponentType(ref reader, scope),
            0x42 => TypeDeclarations.ReadInstanceType(ref reader, scope),
            0x3F or 0x3E => ReadResource(ref reader, scope),
            _ => ValueTypes.ReadDefined(ref reader, scope),
        };
        scope.Context.CountBytes(reader.Offset - offset);
        scope.Add(ExternType.OfType(TypeLimits.Check(type, offset)), offset);
    }

    private static ResourceType ReadResource(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        if (reader.ReadByte() == 0x3E)
        {
            throw new WasmUnsupportedException("component-model-async", "resource with an async destructor", offset);
        }

        byte representation = reader.ReadByte();
        int destructor = reader.ReadOptionalFlag() ? (int)Math.Min(reader.ReadU32(), int.MaxValue) : -1;
        if (scope.Kind != ScopeKind.Component)
        {
            throw new WasmValidationException("resources can only be defined within a concrete component", offset);
        }

        if (representation == 0x7E)
        {
            throw new WasmUnsupportedException("memory64", "resource represented by i64", offset);
        }

        if (representation != 0x7F)
        {
            throw new WasmValidationException("resources can only be represented by `i32`", offset);
        }

        if (destructor >= 0
            && !ComponentScope.Get(
                scope.CoreFuncs, (uint)destructor, "core function", offset).Equals(CanonTypes.Destructor))
        {
            throw new WasmValidationException(
                "core function is not a destructor: it must take an i32 and give nothing", offset);
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
        int count = reader.ReadVectorCount("parameter", ComponentLimits.MaxParameters);
        var names = new string[count];
        var types = new DefValType[count];
        var unique = new HashSet<string>(count, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < count; i++)
        {
            names[i] = reader.ReadLabel(unique, "function parameter name");
            types[i] = ValueTypes.Read(ref reader, scope);
        }

        DefValType? result = ReadResult(ref reader, scope);
        if (result is { ContainsBorrow: true })
        {
            throw new WasmValidationException("function result cannot contain a `borrow` type", offset);
        }

        return new ComponentFuncType(names, types, result);
    }

    private static DefValType? ReadResult(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        switch (reader.ReadByte())
        {
            case 0x00:
                return ValueTypes.Read(ref reader, scope);
            case 0x01:
                return reader.ReadByte() == 0
                    ? null
                    : throw new WasmFormatException("named results are not part of the format any more", offset);
            default:
                throw new WasmFormatException("invalid leading byte for a result list", offset);
        }
    }
}
