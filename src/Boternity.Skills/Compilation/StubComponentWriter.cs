namespace Boternity.Skills.Compilation;

/// <summary>
/// Writes a component that exports the world <c>skill-plugin</c> of wit/boternity-skill.wit, imports nothing, and
/// answers the skill's body. Component Model, Binary.md.
/// </summary>
internal static class StubComponentWriter
{
    public const string GetName = "get-name";
    public const string GetDescription = "get-description";
    public const string Execute = "execute";

    private const byte StringType = 0x73;
    private const byte NameAndDescriptionType = 0;
    private const byte ExecuteType = 2;

    // The order in which the core functions are aliased: their indices.
    private static readonly string[] CoreFunctions = [GetName, GetDescription, Execute, StubModuleWriter.Realloc];

    public static byte[] Write(string name, string description, string body)
    {
        var writer = new WasmWriter();
        writer.Bytes(0x00, 0x61, 0x73, 0x6D, 0x0D, 0x00, 0x01, 0x00);
        writer.Section(1, module => StubModuleWriter.Write(module, name, description, body));
        writer.Section(2, instances => instances.U32(1).Bytes(0x00, 0, 0));
        writer.Section(6, WriteAliases);
        writer.Section(7, types => types.U32(3)
            .Bytes(0x40, 0, 0x00, StringType)
            .Bytes(0x6A, 0x01, StringType, 0x01, StringType)
            .Bytes(0x40, 1).Name("input").Bytes(StringType, 0x00, 1));
        writer.Section(8, lifts =>
        {
            lifts.U32(3);
            WriteLift(lifts, 0, NameAndDescriptionType);
            WriteLift(lifts, 1, NameAndDescriptionType);
            WriteLift(lifts, 2, ExecuteType);
        });
        writer.Section(11, exports =>
        {
            exports.U32(3);
            for (byte function = 0; function < 3; function++)
            {
                exports.Bytes(0x00).Name(CoreFunctions[function]).Bytes(0x01, function, 0x00);
            }
        });
        return writer.Written.ToArray();
    }

    private static void WriteAliases(WasmWriter aliases)
    {
        aliases.U32((uint)CoreFunctions.Length + 1);
        foreach (string function in CoreFunctions)
        {
            aliases.Bytes(0x00, 0x00, 0x01, 0).Name(function);
        }

        aliases.Bytes(0x00, 0x02, 0x01, 0).Name(StubModuleWriter.Memory);
    }

    /// <summary>
    /// A lift with UTF-8, memory 0 and core function 3 as realloc (Binary.md, "Canonical Definitions").
    /// </summary>
    private static void WriteLift(WasmWriter lifts, byte function, byte type) =>
        lifts.Bytes(0x00, 0x00, function).U32(3).Bytes(0x00).Bytes(0x03, 0).Bytes(0x04, 3).Bytes(type);
}
