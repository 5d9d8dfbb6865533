using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Embedding;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// Decodes and validates a component in one pass over its bytes (Binary.md). Each section's kind has its own file. What comes out is a list of steps that
/// an instantiation follows: nothing of the binary is looked at again.
/// </summary>
internal sealed partial class ComponentDecoder
{
    private readonly Engine _engine;
    private readonly ComponentFeatures _features;
    private readonly TypeWork _work;
    private int _modules;
    private int _types;

    private ComponentDecoder(Engine engine, ComponentFeatures features, int length)
    {
        _engine = engine;
        _features = features;
        _work = new TypeWork(length);
    }

    /// <summary>Whether the bytes begin as those of a component do, rather than of a core module.</summary>
    public static bool IsComponent(ReadOnlySpan<byte> binary) => binary.StartsWith("\0asm"u8) && binary.Length >= 8 && binary[6] == 1 && binary[7] == 0;

    /// <exception cref="WasmFormatException">The binary is malformed.</exception>
    /// <exception cref="WasmValidationException">The binary is not valid.</exception>
    /// <exception cref="WasmUnsupportedException">The binary uses what is not there.</exception>
    public static ComponentDefinition Decode(Engine engine, ReadOnlySpan<byte> binary, ComponentFeatures features)
    {
        var reader = new WasmReader(binary);
        return new ComponentDecoder(engine, features, binary.Length).ReadComponent(ref reader, parent: null);
    }

    private ComponentDefinition ReadComponent(ref WasmReader reader, ComponentScope? parent)
    {
        long start = reader.Offset;
        var scope = OpenScope(ScopeKind.Component, parent, start);
        ReadPreamble(ref reader);
        while (!reader.AtEnd)
        {
            long offset = reader.Offset;
            byte id = reader.ReadByte();
            uint size = reader.ReadU32();
            if (size > (uint)reader.Remaining) throw new WasmFormatException("unexpected end: section out of bounds", offset);
            WasmReader section = reader.Slice((int)size);
            ReadSection(ref section, scope, id, offset);
            if (!section.AtEnd) throw new WasmFormatException("section size mismatch: unexpected data at the end of the section", section.Offset);
        }

        return Close(scope);
    }

    private static void ReadPreamble(ref WasmReader reader)
    {
        long offset = reader.Offset;
        if (reader.Remaining < 8) throw new WasmFormatException("unexpected end: no component preamble", offset);
        if (!reader.ReadBytes(4).SequenceEqual("\0asm"u8)) throw new WasmFormatException("magic header not detected", offset);
        ReadOnlySpan<byte> version = reader.ReadBytes(4);
        if (version[2] != 1 || version[3] != 0) throw new WasmFormatException("not a component: the layer is not 1", offset + 6);
        if (version[0] != 0x0D || version[1] != 0) throw new WasmFormatException("unknown component version", offset + 4);
    }

    private void ReadSection(ref WasmReader section, ComponentScope scope, byte id, long offset)
    {
        switch (id)
        {
            case 0: ReadCustom(ref section); break;
            case 1: ReadModule(ref section, scope, offset); break;
            case 2: ReadCoreInstances(ref section, scope); break;
            case 3: ReadCoreTypes(ref section, scope); break;
            case 4: ReadNestedComponent(ref section, scope, offset); break;
            case 5: ReadInstances(ref section, scope); break;
            case 6: ReadAliases(ref section, scope); break;
            case 7: ReadTypes(ref section, scope); break;
            case 8: ReadCanons(ref section, scope); break;
            case 9: throw new WasmUnsupportedException("component-model-values", "component start section", offset);
            case 10: ReadImports(ref section, scope); break;
            case 11: ReadExports(ref section, scope); break;
            case 12: throw new WasmUnsupportedException("component-model-values", "component value section", offset);
            default: throw new WasmFormatException($"malformed section id {id}", offset);
        }
    }

    private static void ReadCustom(ref WasmReader section)
    {
        section.ReadName();
        section.Skip(section.Remaining);
    }

    private ComponentScope OpenScope(ScopeKind kind, ComponentScope? parent, long offset)
    {
        var scope = new ComponentScope(kind, parent, _work);
        if (scope.Depth > ComponentLimits.MaxNesting) throw new WasmValidationException($"nesting exceeds the limit of {ComponentLimits.MaxNesting}", offset);
        return scope;
    }

    private void CountModule(long offset)
    {
        if (++_modules > ComponentLimits.MaxModules) throw new WasmValidationException($"more than {ComponentLimits.MaxModules} modules and components in a binary", offset);
    }

    private void CountType(long offset)
    {
        if (++_types > ComponentLimits.MaxTypes) throw new WasmValidationException($"more than {ComponentLimits.MaxTypes} types in a binary", offset);
    }

    private static ComponentDefinition Close(ComponentScope scope) => new(
        new ComponentType(new([.. scope.Imports]), new([.. scope.Exports]), [.. scope.ImportedResources], [.. scope.DefinedResources]),
        [.. scope.Steps],
        scope.ResourceSlots);

    private static int ReadCount(ref WasmReader reader, string what, int limit = ComponentLimits.MaxVector) => reader.ReadCount(limit, what);

    private static string ReadName(ref WasmReader reader)
    {
        long offset = reader.Offset;
        string name = reader.ReadName();
        return name.Length <= ComponentLimits.MaxName ? name : throw new WasmValidationException($"a name is longer than {ComponentLimits.MaxName}", offset);
    }

    private static T CheckType<T>(T type, long offset)
        where T : TypeDefinition
    {
        if (type.TreeSize > ComponentLimits.MaxTypeSize) throw new WasmValidationException($"effective type size exceeds the limit of {ComponentLimits.MaxTypeSize}", offset);
        if (type.Depth > ComponentLimits.MaxTypeDepth) throw new WasmValidationException($"type nesting is too deep: more than {ComponentLimits.MaxTypeDepth}", offset);
        if (type is DefValType { Layout64.Size: >= ComponentLimits.MaxElementSize }) throw new WasmValidationException("type exceeds maximum byte size", offset);
        return type;
    }
}
