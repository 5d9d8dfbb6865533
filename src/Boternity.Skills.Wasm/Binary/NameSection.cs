using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The name section (core specification, appendix "Custom Sections"). A module with a malformed one is valid;
/// it just has no names.</summary>
internal static class NameSection
{
    private const byte FunctionNames = 1;

    /// <summary>
    /// Where the functions' names stand in the binary, by function index; 0 for those that have none. The names
    /// themselves are not read: a binary may have a million, of which a backtrace wants a few.
    /// </summary>
    public static int[] FindFunctionNames(ModuleDefinition module)
    {
        var names = new int[module.FunctionTypes.Length];
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

    /// <summary>The name that stands at a place of the binary; null where it is malformed.</summary>
    public static string? ReadName(ModuleDefinition module, int offset)
    {
        try
        {
            return new WasmReader(module.Bytes.Span, offset, module.Bytes.Length - offset).ReadName();
        }
        catch (WasmFormatException)
        {
            return null;
        }
    }

    private static void Read(WasmReader reader, int[] names)
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
                if (index < names.Length)
                {
                    names[index] = (int)part.Offset;
                }

                part.Skip((int)Math.Min(part.ReadU32(), int.MaxValue));
            }
        }
    }
}
