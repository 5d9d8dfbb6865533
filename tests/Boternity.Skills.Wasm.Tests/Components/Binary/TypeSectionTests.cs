using Boternity.Skills.Wasm.Components.Definitions;
using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Function types, resources, and the limits on types.</summary>
internal sealed class TypeSectionTests
{
    [Test]
    public void Decode_TypesOfEveryKind_AreKnown()
    {
        ComponentDefinition component = Load(
            Types(
                Record(("a", [U8]), ("b", [Text])),
                Variant(("x", [0]), ("y", null)),
                [0x70, 1],
                [0x6F, 2, Bool, 2],
                Flags("f", "g"),
                Enum("one", "two"),
                [0x6B, 3],
                [0x6A, 1, 4, 1, 5],
                [0x3F, 0x7F, 0],
                [0x69, 8],
                Func([6], ("self", [7]), ("other", [9]))));
        Assert.That(component.ResourceSlots, Has.Count.EqualTo(1));
    }

    [Test]
    public void Decode_TypeThatDoublesWithEachLine_IsRefusedAndCheap()
    {
        // Forty lines, and a tree of 2^40 nodes.
        byte[][] types = [[0x6F, 1, U8], .. Enumerable.Range(0, 40).Select(
            i => new byte[] { 0x6F, 2, (byte)i, (byte)i })];
        Refuses("effective type size", Types(types));
    }

    [Test]
    public void Decode_DeepTypes_AreRefused()
    {
        byte[][] types = [[0x70, U8], .. Enumerable.Range(0, 200).Select(i => Join([0x70], TypeIndex(i)))];
        Refuses("too deep", Types(types));
    }

    [Test]
    public void Decode_ElementOf256MiB_IsRefused()
    {
        // Nine levels of eight: 8^9 bytes are 2^27, one more level is above what a value may take.
        byte[][] types = [[0x6F, 8, U8, U8, U8, U8, U8, U8, U8, U8], .. Enumerable.Range(0, 12).Select(
            i => Join([0x6F, 8], [.. Enumerable.Repeat((byte)i, 8)]))];
        WasmException e = Assert.Catch<WasmException>(() => Load(Types(types)));
        Assert.That(e.Message, Does.Contain("type size").Or.Contain("byte size"));
    }
}
