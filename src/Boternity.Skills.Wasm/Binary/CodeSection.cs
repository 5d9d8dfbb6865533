using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The code section (core specification, section 5.5.13). Bodies are only found here; the validator reads
/// them.</summary>
internal static class CodeSection
{
    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.Functions, "code entry");
        if (count != module.FunctionTypes.Length - module.ImportedFunctionCount)
        {
            reader.ThrowFormat("function and code section have inconsistent lengths");
        }

        clock.Advance(count);
        var bodies = new FunctionBody[count];
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            uint size = reader.ReadU32();
            if (size > (uint)reader.Remaining)
            {
                reader.ThrowFormat("unexpected end of section or function");
            }

            if (size > WasmLimits.FunctionBodyBytes)
            {
                throw new WasmFormatException(
                    $"function body of {size} bytes exceeds the limit of {WasmLimits.FunctionBodyBytes}", offset);
            }

            int type = module.FunctionTypes[module.ImportedFunctionCount + i];
            bodies[i] = new FunctionBody(type, new ByteRange(reader.Position, (int)size));
            reader.Skip((int)size);
        }

        module.Bodies = bodies;
    }
}
