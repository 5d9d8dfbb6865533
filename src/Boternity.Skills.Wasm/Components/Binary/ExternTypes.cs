using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The types of imports and exports (Binary, "Type Definitions": externtype).</summary>
internal static class ExternTypes
{
    /// <param name="reader">Where it stands.</param>
    /// <param name="scope">What it is written in.</param>
    /// <param name="fresh">Takes the resources that the type brings.</param>
    /// <param name="source">For a type that is equal to another, the other; otherwise the result.</param>
    public static ExternType Read(
        ref WasmReader reader,
        ComponentScope scope,
        List<ResourceIdentity> fresh,
        out ExternType source)
    {
        long offset = reader.Offset;
        byte sort = reader.ReadByte();
        ExternType type;
        switch (sort)
        {
            case 0x00:
                if (reader.ReadByte() != 0x11)
                {
                    throw new WasmFormatException(
                        "invalid leading byte for an external type: of the core sorts only modules", offset + 1);
                }

                object core = ComponentScope.Get(scope.CoreTypes, reader.ReadU32(), "core type", offset);
                type = new(
                    ExternSort.Module,
                    core as CoreModuleType
                        ?? throw new WasmValidationException("core type index is not a module type", offset));
                break;
            case 0x01:
                type = ExternType.Func(
                    scope.GetType<ComponentFuncType>(reader.ReadU32(), "function", offset));
                break;
            case 0x02: throw new WasmUnsupportedException("component-model-values", "value import or export", offset);
            case 0x03: return ReadTypeBound(ref reader, scope, fresh, out source);
            case 0x04:
                type = new(
                    ExternSort.Component, scope.GetType<ComponentType>(reader.ReadU32(), "component", offset));
                break;
            case 0x05:
                InstanceType instance = scope.GetType<InstanceType>(reader.ReadU32(), "instance", offset);
                NamedExterns exports = TypeSubstitution.Freshen(
                    instance.Bound, fresh, scope.Work, offset).Apply(instance.Exports);
                type = ExternType.Instance(new InstanceType(exports, []));
                break;
            default: throw new WasmFormatException($"invalid leading byte 0x{sort:x2} for an external type", offset);
        }

        source = type;
        return type;
    }

    private static ExternType ReadTypeBound(
        ref WasmReader reader,
        ComponentScope scope,
        List<ResourceIdentity> fresh,
        out ExternType source)
    {
        long offset = reader.Offset;
        switch (reader.ReadByte())
        {
            case 0x00:
                TypeDefinition type = scope.GetType(reader.ReadU32(), offset);
                source = ExternType.OfType(type);
                return ExternType.OfType(Rename(scope, type, offset));
            case 0x01:
                var identity = new ResourceIdentity();
                fresh.Add(identity);
                source = ExternType.OfType(new ResourceType(identity));
                return source;
            default:
                throw new WasmFormatException("invalid leading byte for a type bound", offset);
        }
    }

    public static TypeDefinition Rename(ComponentScope scope, TypeDefinition type, long offset)
    {
        switch (type)
        {
            case ResourceType resource:
                return new ResourceType(resource.Identity);
            case DefValType { IsPrimitive: false } value:
                scope.Work.Spend(offset, value.Parts.Length + value.Labels.Length);
                return value.Rename();
            default:
                return type;
        }
    }
}
