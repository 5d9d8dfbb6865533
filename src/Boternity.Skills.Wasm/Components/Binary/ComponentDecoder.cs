using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Validation;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// Decodes and validates a component in one pass over its bytes (Binary.md). Each section has a reader of its own. What
/// comes out is a list of steps that an instantiation follows: nothing of the binary is looked at again, and no engine
/// is needed.
/// </summary>
internal static class ComponentDecoder
{
    /// <summary>Whether the bytes begin as those of a component do, rather than of a core module.</summary>
    public static bool IsComponent(ReadOnlySpan<byte> binary) =>
        binary.StartsWith("\0asm"u8) && binary.Length >= 8 && binary[6] == 1 && binary[7] == 0;

    /// <summary>Decodes and validates. The bytes are not kept.</summary>
    /// <param name="binary">The component.</param>
    /// <param name="coreFeatures">What its core modules may use.</param>
    /// <param name="features">What the component itself may use.</param>
    /// <param name="clock">Bounds the time; null for any time.</param>
    /// <param name="findings">Validates core modules, or knows what was found before; null to validate.</param>
    /// <exception cref="WasmFormatException">The binary is malformed.</exception>
    /// <exception cref="WasmValidationException">The binary is not valid.</exception>
    /// <exception cref="WasmUnsupportedException">The binary uses what is not there.</exception>
    public static ComponentDefinition Decode(
        ReadOnlySpan<byte> binary,
        WasmFeatures coreFeatures = WasmFeatures.All,
        ComponentFeatures features = ComponentFeatures.All,
        LoadClock? clock = null,
        ModuleFindings? findings = null)
    {
        var reader = new WasmReader(binary);
        var context = new DecodeContext(
            coreFeatures, features, binary.Length, clock ?? new LoadClock(), findings ?? new ModuleFindings());
        ComponentDefinition component = ReadComponent(ref reader, context, parent: null);
        return component with { Instantiations = InstantiationCounter.Count(component, context.Clock, binary.Length) };
    }

    private static ComponentDefinition ReadComponent(
        ref WasmReader reader,
        DecodeContext context,
        ComponentScope? parent)
    {
        var scope = ComponentScope.Open(ScopeKind.Component, context, parent, reader.Offset);
        ReadPreamble(ref reader);
        while (!reader.AtEnd)
        {
            long offset = reader.Offset;
            byte id = reader.ReadByte();
            uint size = reader.ReadU32();
            if (size > (uint)reader.Remaining)
            {
                throw new WasmFormatException("unexpected end: section out of bounds", offset);
            }

            WasmReader section = reader.Slice((int)size);
            context.Clock.Look();
            ReadSection(ref section, scope, id, offset);
            if (!section.AtEnd)
            {
                throw new WasmFormatException(
                    "section size mismatch: unexpected data at the end of the section", section.Offset);
            }
        }

        return scope.Close();
    }

    private static void ReadPreamble(ref WasmReader reader)
    {
        long offset = reader.Offset;
        if (reader.Remaining < 8)
        {
            throw new WasmFormatException("unexpected end: no component preamble", offset);
        }

        if (!reader.ReadBytes(4).SequenceEqual("\0asm"u8))
        {
            throw new WasmFormatException("magic header not detected", offset);
        }

        ReadOnlySpan<byte> version = reader.ReadBytes(4);
        if (version[2] != 1 || version[3] != 0)
        {
            throw new WasmFormatException("not a component: the layer is not 1", offset + 6);
        }

        if (version[0] != 0x0D || version[1] != 0)
        {
            throw new WasmFormatException("unknown component version", offset + 4);
        }
    }

    private static void ReadSection(ref WasmReader section, ComponentScope scope, byte id, long offset)
    {
        switch (id)
        {
            case 0: ReadCustom(ref section); break;
            case 1: ModuleSection.Read(ref section, scope, offset); break;
            case 2: CoreInstanceSection.Read(ref section, scope); break;
            case 3: CoreTypeSection.Read(ref section, scope); break;
            case 4: ReadNestedComponent(ref section, scope, offset); break;
            case 5: InstanceSection.Read(ref section, scope); break;
            case 6: AliasSection.Read(ref section, scope); break;
            case 7: TypeSection.Read(ref section, scope); break;
            case 8: CanonSection.Read(ref section, scope); break;
            case 9: throw new WasmUnsupportedException("component-model-values", "component start section", offset);
            case 10: ImportSection.Read(ref section, scope); break;
            case 11: ExportSection.Read(ref section, scope); break;
            case 12: throw new WasmUnsupportedException("component-model-values", "component value section", offset);
            default: throw new WasmFormatException($"malformed section id {id}", offset);
        }
    }

    private static void ReadCustom(ref WasmReader section)
    {
        section.ReadName();
        section.Skip(section.Remaining);
    }

    private static void ReadNestedComponent(ref WasmReader section, ComponentScope scope, long offset)
    {
        scope.Context.CountModule(offset);
        ComponentDefinition component = ReadComponent(ref section, scope.Context, scope);
        scope.Add(new(ExternSort.Component, component.Type), offset);
        scope.Steps.Add(new NestedComponentStep(scope.NestedComponents.Count));
        scope.NestedComponents.Add(component);
    }
}
