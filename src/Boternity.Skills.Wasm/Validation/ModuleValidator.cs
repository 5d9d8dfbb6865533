using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>Finds out whether a decoded module is valid (core specification, chapter 3): constant expressions and
/// function bodies, in one pass. Indices and limits of the other sections were checked where the decoder read them, as
/// their places are known only there.</summary>
internal static class ModuleValidator
{
    /// <exception cref="WasmValidationException">It is not valid.</exception>
    /// <exception cref="WasmFormatException">A function body is malformed: bodies are decoded here.</exception>
    /// <exception cref="WasmUnsupportedException">A function body uses what is not there.</exception>
    public static void Validate(ModuleDefinition module, LoadClock clock)
    {
        var constants = new ConstExprValidator(module, clock);
        ValidateGlobals(module, constants);
        ValidateSegments(module, constants);
        foreach (Export export in module.Exports)
        {
            if (export.Kind == ExternKind.Function)
            {
                constants.Declare(export.Index);
            }
        }

        if (module.Bodies.Length == 0)
        {
            return;
        }

        var functions = new FunctionValidator(module, constants.DeclaredFunctions, clock);
        for (int i = 0; i < module.Bodies.Length; i++)
        {
            functions.Validate(module.ImportedFunctionCount + i);
        }
    }

    private static void ValidateGlobals(ModuleDefinition module, ConstExprValidator constants)
    {
        for (int i = 0; i < module.Globals.Length; i++)
        {
            // Until gc, an initial value may name imported globals only; with it, all that stand before. What 3.0
            // allows is a superset.
            bool all = (module.Features & WasmFeatures.ExtendedConst) != 0;
            constants.Validate(module.Globals[i].Initial, module.Globals[i].Type.Type,
                module.ImportedGlobalCount + (all ? i : 0));
        }
    }

    private static void ValidateSegments(ModuleDefinition module, ConstExprValidator constants)
    {
        int globals = (module.Features & WasmFeatures.ExtendedConst) != 0
            ? module.GlobalTypes.Length : module.ImportedGlobalCount;
        foreach (ElementSegment segment in module.Elements)
        {
            if (segment.Mode == SegmentMode.Active)
            {
                if (module.Tables[segment.TableIndex].Element != segment.Type)
                {
                    throw new WasmValidationException("type mismatch", segment.Offset.Code.Offset);
                }

                constants.Validate(segment.Offset, ValType.I32, globals);
            }

            foreach (int function in segment.Functions ?? [])
            {
                constants.Declare(function);
            }

            foreach (ConstExpr item in segment.Expressions ?? [])
            {
                constants.Validate(item, segment.Type, globals);
            }
        }

        foreach (DataSegment segment in module.Data)
        {
            if (segment.Mode == SegmentMode.Active)
            {
                constants.Validate(segment.Offset, ValType.I32, globals);
            }
        }
    }
}
