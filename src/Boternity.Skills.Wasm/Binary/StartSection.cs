using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The start section (core specification, section 5.5.11).</summary>
internal static class StartSection
{
    public static void Read(ref WasmReader reader, ModuleDefinition module)
    {
        long offset = reader.Offset;
        int function = reader.ReadIndex(module.FunctionTypes.Length, "function");
        FuncType type = module.GetFunctionType(function);
        if (type.Parameters.Length + type.Results.Length > 0)
        {
            throw new WasmValidationException("start function", offset);
        }

        module.StartFunction = function;
    }
}
