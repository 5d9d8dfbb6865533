using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The name section (core specification, appendix "Custom Sections"). A module with a malformed one is valid;
/// it just has no names.</summary>
internal static class NameSection
{
    private const byte FunctionNames = 1;

    public static Dictionary<int, string> ReadFunctionNames(ModuleDefinition module)
    {
        var names = new Dictionary<int, string>();
        foreach (CustomSection section in module.CustomSections)
        {
            if (section.Name != "name")
            {
                continue;
            }

            try
            {
                Read(new WasmReader(module.Bytes.Span, section.Contents.Offset, section.Contents.Length), names);
            }
            catch (WasmFormatException)
            {
                // What was read before the malformed part stays.
            }

            break;
        }

        return names;
    }

    private static void Read(WasmReader reader, Dictionary<int, string> names)
    {
        while (!reader.AtEnd)
        {
            byte id = reader.ReadByte();
            WasmReader part = reader.Slice((int)Math.Min(reader.ReadU32(), int.MaxValue));
            if (id != FunctionNames)
            {
                continue;
            }

            int count = part.ReadCount(WasmLimits.Functions, "name", elementBytes: 2);
            for (int i = 0; i < count; i++)
            {
                int index = (int)Math.Min(part.ReadU32(), int.MaxValue);
                names[index] = part.ReadName();
            }
        }
    }
}
