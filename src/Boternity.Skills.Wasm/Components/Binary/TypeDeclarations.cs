using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// Component and instance types: lists of declarations (Binary, "Type Definitions": componenttype, instancetype).
/// </summary>
internal static class TypeDeclarations
{
    public static ComponentType ReadComponentType(ref WasmReader reader, ComponentScope parent)
    {
        ComponentScope scope = ReadDeclarations(ref reader, ScopeKind.ComponentType, parent);
        return new ComponentType(
            new([.. scope.Imports]),
            new([.. scope.Exports]),
            [.. scope.ImportedResources],
            [.. scope.DefinedResources]);
    }

    public static InstanceType ReadInstanceType(ref WasmReader reader, ComponentScope parent)
    {
        ComponentScope scope = ReadDeclarations(ref reader, ScopeKind.InstanceType, parent);
        return new InstanceType(new([.. scope.Exports]), [.. scope.DefinedResources]);
    }

    private static ComponentScope ReadDeclarations(ref WasmReader reader, ScopeKind kind, ComponentScope parent)
    {
        ComponentScope scope = ComponentScope.Open(kind, parent.Context, parent, reader.Offset);
        reader.ReadByte();
        int count = reader.ReadVectorCount("declaration");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte code = reader.ReadByte();
            switch (code)
            {
                case 0x00: CoreTypeSection.ReadType(ref reader, scope); break;
                case 0x01: TypeSection.ReadType(ref reader, scope); break;
                case 0x02: AliasSection.ReadAlias(ref reader, scope); break;
                case 0x03 when kind == ScopeKind.ComponentType: ImportSection.ReadImport(ref reader, scope); break;
                case 0x04: ReadExportDeclaration(ref reader, scope); break;
                default:
                    throw new WasmFormatException(
                        $"invalid leading byte 0x{code:x2} for a type declaration", offset);
            }
        }

        return scope;
    }

    private static void ReadExportDeclaration(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        string name = reader.ReadExternName();
        ExternType type = ExternTypes.Read(ref reader, scope, scope.DefinedResources, out ExternType source);
        ExportSection.Add(scope, name, type, source, offset);
    }
}
