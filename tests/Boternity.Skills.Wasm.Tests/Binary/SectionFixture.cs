using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Tests.Binary;

/// <summary>Decodes modules that are written byte by byte, section after section.</summary>
internal static class SectionFixture
{
    /// <summary>A type section with the type () -> ().</summary>
    public static readonly byte[] EmptyType = [1, 4, 1, 0x60, 0, 0];

    /// <summary>A function section with one function of type 0.</summary>
    public static readonly byte[] OneFunction = [3, 2, 1, 0];

    /// <summary>A code section with one empty body.</summary>
    public static readonly byte[] EmptyBody = [10, 4, 1, 2, 0, 0x0B];

    /// <summary>A table section with a table of two functions.</summary>
    public static readonly byte[] OneTable = [4, 4, 1, 0x70, 0, 2];

    /// <summary>A memory section with a memory of one page.</summary>
    public static readonly byte[] OneMemory = [5, 3, 1, 0, 1];

    public static ModuleDefinition Decode(params byte[][] sections) =>
        ModuleDecoder.Decode(Write(sections), WasmFeatures.All, new LoadClock());

    public static WasmFormatException DecodeMalformed(params byte[][] sections) =>
        Assert.Throws<WasmFormatException>(() => Decode(sections))!;

    public static WasmValidationException DecodeInvalid(params byte[][] sections) =>
        Assert.Throws<WasmValidationException>(() => Decode(sections))!;

    private static byte[] Write(byte[][] sections) =>
        [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, .. sections.SelectMany(section => section)];
}
