using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The core module section: a whole core binary.</summary>
internal static class ModuleSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope, long offset)
    {
        scope.Context.CountModule(offset);
        ModuleDefinition module = Decode(ref reader, scope.Context);
        scope.Add(new(ExternSort.Module, ModuleTypes.Of(module, offset)), offset);
        scope.Steps.Add(new ModuleStep(scope.Modules.Count));
        scope.Modules.Add(module);
    }

    private static ModuleDefinition Decode(ref WasmReader reader, DecodeContext context)
    {
        long start = reader.Offset;
        byte[] bytes = reader.ReadBytes(reader.Remaining).ToArray();
        try
        {
            ModuleDefinition module = ModuleDecoder.Decode(bytes, context.CoreFeatures, context.Clock);
            context.Findings.Validate(module, context.Clock);
            return module;
        }
        catch (WasmFormatException e)
        {
            throw new WasmFormatException(e.Detail, start + e.Offset);
        }
        catch (WasmValidationException e)
        {
            throw new WasmValidationException(e.Detail, start + e.Offset);
        }
        catch (WasmUnsupportedException e)
        {
            throw new WasmUnsupportedException(e.Proposal, e.Detail, start + e.Offset);
        }
    }
}
