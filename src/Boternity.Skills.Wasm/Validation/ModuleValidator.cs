using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>Finds out whether a decoded module is valid (core specification, chapter 3). One pass over everything, linear in the binary's size.</summary>
internal static class ModuleValidator
{
    /// <exception cref="WasmValidationException">It is not valid.</exception>
    /// <exception cref="WasmFormatException">A function body is malformed: bodies are decoded here.</exception>
    /// <exception cref="WasmUnsupportedException">A function body uses what is not there.</exception>
    public static void Validate(ModuleDefinition module)
    {
        ValidateTypes(module);
        var constants = new ConstExprValidator(module);
        ValidateGlobals(module, constants);
        ValidateSegments(module, constants);
        ValidateExports(module, constants);
        ValidateStart(module);
        if (module.Bodies.Length == 0) return;
        var functions = new FunctionValidator(module, constants.DeclaredFunctions);
        for (int i = 0; i < module.Bodies.Length; i++) functions.Validate(module.ImportedFunctionCount + i);
    }

    private static void ValidateTypes(ModuleDefinition module)
    {
        if (module.FunctionTypes.Length > WasmLimits.Functions) throw Invalid($"{module.FunctionTypes.Length} functions exceed the limit of {WasmLimits.Functions}", module);
        foreach (int type in module.FunctionTypes)
        {
            if (type >= module.Types.Length) throw Invalid($"unknown type {type}", module);
        }

        foreach (TableType table in module.Tables) CheckLimits(table.Limits, module);
        if (module.Memories.Length > 1 && (module.Features & WasmFeatures.MultiMemory) == 0) throw Invalid("multiple memories", module);
        if (module.Memories.Length > WasmLimits.Memories) throw Invalid($"{module.Memories.Length} memories exceed the limit of {WasmLimits.Memories}", module);
        foreach (MemoryType memory in module.Memories)
        {
            if (memory.Limits.Minimum > WasmLimits.MemoryPages || memory.Limits.Maximum > WasmLimits.MemoryPages) throw Invalid("memory size must be at most 65536 pages (4GiB)", module);
            CheckLimits(memory.Limits, module);
        }
    }

    private static void ValidateGlobals(ModuleDefinition module, ConstExprValidator constants)
    {
        for (int i = 0; i < module.Globals.Length; i++)
        {
            // Until gc, an initial value may name imported globals only; with it, all that stand before. What 3.0 allows is a superset.
            bool all = (module.Features & WasmFeatures.ExtendedConst) != 0;
            constants.Validate(module.Globals[i].Initial, module.Globals[i].Type.Type, module.ImportedGlobalCount + (all ? i : 0));
        }
    }

    private static void ValidateSegments(ModuleDefinition module, ConstExprValidator constants)
    {
        int globals = (module.Features & WasmFeatures.ExtendedConst) != 0 ? module.GlobalTypes.Length : module.ImportedGlobalCount;
        foreach (ElementSegment segment in module.Elements)
        {
            if (segment.Mode == SegmentMode.Active)
            {
                if (segment.TableIndex >= module.Tables.Length) throw InvalidAt($"unknown table {segment.TableIndex}", segment.Offset.Code.Offset);
                if (module.Tables[segment.TableIndex].Element != segment.Type) throw InvalidAt("type mismatch", segment.Offset.Code.Offset);
                constants.Validate(segment.Offset, ValType.I32, globals);
            }

            foreach (int function in segment.Functions ?? []) constants.Declare(function, segment.Offset.Code.Offset);
            foreach (ConstExpr item in segment.Expressions ?? []) constants.Validate(item, segment.Type, globals);
        }

        foreach (DataSegment segment in module.Data)
        {
            if (segment.Mode != SegmentMode.Active) continue;
            if (segment.MemoryIndex >= module.Memories.Length) throw InvalidAt($"unknown memory {segment.MemoryIndex}", segment.Offset.Code.Offset);
            constants.Validate(segment.Offset, ValType.I32, globals);
        }
    }

    private static void ValidateExports(ModuleDefinition module, ConstExprValidator constants)
    {
        foreach (Export export in module.Exports)
        {
            int count = export.Kind switch
            {
                ExternKind.Function => module.FunctionTypes.Length,
                ExternKind.Table => module.Tables.Length,
                ExternKind.Memory => module.Memories.Length,
                _ => module.GlobalTypes.Length,
            };
            if (export.Index >= count) throw Invalid($"unknown {NameOf(export.Kind)} {export.Index}", module);
            if (export.Kind == ExternKind.Function) constants.Declare(export.Index, module.Bytes.Length);
        }
    }

    private static void ValidateStart(ModuleDefinition module)
    {
        int start = module.StartFunction;
        if (start < 0) return;
        if (start >= module.FunctionTypes.Length) throw Invalid($"unknown function {start}", module);
        FuncType type = module.GetFunctionType(start);
        if (type.Parameters.Length + type.Results.Length > 0) throw Invalid("start function", module);
    }

    private static string NameOf(ExternKind kind) => kind switch
    {
        ExternKind.Function => "function",
        ExternKind.Table => "table",
        ExternKind.Memory => "memory",
        _ => "global",
    };

    private static void CheckLimits(Limits limits, ModuleDefinition module)
    {
        if (limits.Minimum > limits.Maximum) throw Invalid("size minimum must not be greater than maximum", module);
    }

    private static WasmValidationException Invalid(string detail, ModuleDefinition module) => InvalidAt(detail, module.Bytes.Length);

    private static WasmValidationException InvalidAt(string detail, long offset) => new(detail, offset);
}
