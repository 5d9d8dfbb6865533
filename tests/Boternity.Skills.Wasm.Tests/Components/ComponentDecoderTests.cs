using Boternity.Skills.Wasm.Components;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;
using static Boternity.Skills.Wasm.Tests.Components.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components;

internal sealed class ComponentDecoderTests
{
    private static readonly Engine Engine = new();

    private static Component Load(params byte[][] sections) => Component.Load(Engine, ToBinary(sections));

    private static void RefusesFormat(byte[] binary, string words, long offset)
    {
        WasmFormatException e = Assert.Throws<WasmFormatException>(() => Component.Load(Engine, binary));
        Assert.That(e.Detail, Does.Contain(words));
        Assert.That(e.Offset, Is.EqualTo(offset));
    }

    private static WasmValidationException Refuses(string words, params byte[][] sections)
    {
        WasmValidationException e = Assert.Throws<WasmValidationException>(() => Load(sections));
        Assert.That(e.Detail, Does.Contain(words));
        Assert.That(e.Offset, Is.GreaterThanOrEqualTo(8));
        return e;
    }

    private static void RefusesFeature(string proposal, params byte[][] sections)
    {
        WasmUnsupportedException e = Assert.Throws<WasmUnsupportedException>(() => Load(sections));
        Assert.That(e.Proposal, Is.EqualTo(proposal));
        Assert.That(e.Offset, Is.GreaterThanOrEqualTo(8));
    }

    [Test]
    public void Load_EmptyComponent_HasNoImportsOrExports()
    {
        Component component = Load();
        Assert.That(component.Imports.Count + component.Exports.Count, Is.Zero);
        Assert.That(Component.IsComponent(Preamble), Is.True);
        Assert.That(Component.IsComponent(ModuleWriter.Preamble), Is.False);
    }

    [Test]
    public void Load_BadPreamble_IsRefused()
    {
        RefusesFormat([], "unexpected end", 0);
        RefusesFormat([0, 0x61, 0x73, 0x6D, 0x0D, 0, 1], "unexpected end", 0);
        RefusesFormat([1, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0], "magic", 0);
        RefusesFormat([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0], "layer", 6);
        RefusesFormat([0, 0x61, 0x73, 0x6D, 0x0E, 0, 1, 0], "version", 4);
    }

    [Test]
    public void Load_SectionThatDoesNotFit_IsRefusedWithItsOffset()
    {
        RefusesFormat([.. Preamble, 7, 5, 0], "out of bounds", 8);
        RefusesFormat([.. Preamble, 7, 2, 0, 0], "section size mismatch", 11);
        RefusesFormat([.. Preamble, 13, 0], "section id", 8);
        RefusesFormat([.. Preamble, 7, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], "out of bounds", 8);
    }

    [Test]
    public void Load_CountsThatCannotBeThere_CostNothing()
    {
        foreach (byte section in new byte[] { 2, 3, 5, 6, 7, 8, 10, 11 })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<WasmFormatException>(() => Component.Load(Engine, [.. Preamble, section, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
        }
    }

    [Test]
    public void Load_CustomSection_IsSkipped() => Assert.That(Load(RawSection(0, Join(Name("x"), [1, 2, 3]))).Exports.Count, Is.Zero);

    [TestCase(0x66, "component-model-async")]
    [TestCase(0x65, "component-model-async")]
    [TestCase(0x64, "component-model-error-context")]
    [TestCase(0x67, "component-model-fixed-length-lists")]
    [TestCase(0x63, "component-model-map")]
    [TestCase(0x43, "component-model-async")]
    public void Load_GatedType_IsRefusedByName(int code, string proposal) => RefusesFeature(proposal, Types([(byte)code, U8, 1]));

    [TestCase(0x05, "component-model-async")]
    [TestCase(0x1F, "component-model-async")]
    [TestCase(0x24, "component-model-async")]
    [TestCase(0x1C, "component-model-error-context")]
    [TestCase(0x26, "component-model-threading")]
    [TestCase(0x40, "component-model-threading")]
    public void Load_GatedBuiltin_IsRefusedByName(int code, string proposal) => RefusesFeature(proposal, Canons([(byte)code]));

    [Test]
    public void Load_ValuesAndStart_AreRefusedByName()
    {
        RefusesFeature("component-model-values", RawSection(9, [0, 0, 0]));
        RefusesFeature("component-model-values", RawSection(12, [0]));
        RefusesFeature("component-model-values", Imports(Import("v", 2, 1, U8)));
    }

    [Test]
    public void Load_TypesOfEveryKind_AreKnown()
    {
        Component component = Load(
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
        Assert.That(component.Definition.ResourceSlots, Has.Count.EqualTo(1));
    }

    [Test]
    public void Load_BadTypes_AreRefused()
    {
        Refuses("at least one record field", Types([0x72, 0]));
        Refuses("at least one", Types([0x71, 0]));
        Refuses("at least one", Types([0x6F, 0]));
        Refuses("at least one", Types([0x6E, 0]));
        Refuses("at least one", Types([0x6D, 0]));
        Refuses("unknown type 0", Types([0x70, 0]));
        Refuses("not a defined value type", Types(Func(null), [0x70, 0]));
        Refuses("not a resource type", Types([0x70, U8], [0x69, 0]));
        Refuses("kebab", Types(Record(("A-b-C_d", [U8]))));
        Refuses("conflicts", Types(Record(("a", [U8]), ("A", [U8]))));
        Refuses("conflicts", Types(Func(null, ("a", [U8]), ("a", [U8]))));
        Refuses("`borrow`", Types([0x3F, 0x7F, 0], [0x68, 0], Func([1])));
        Refuses("represented by `i32`", Types([0x3F, 0x7D, 0]));
        Refuses("concrete component", Types([0x42, 1, 1, 0x3F, 0x7F, 0]));
    }

    [Test]
    public void Load_ThirtyThreeFlags_AreAFeature()
    {
        byte[] binary = ToBinary(Types(Flags([.. Enumerable.Range(0, 33).Select(i => $"f{i}")])));
        Assert.That(() => Component.Load(Engine, binary), Throws.Nothing);
        Assert.That(() => Component.Load(Engine, binary, ComponentFeatures.None), Throws.TypeOf<WasmValidationException>());
    }

    [Test]
    public void Load_TypeThatDoublesWithEachLine_IsRefusedAndCheap()
    {
        // Forty lines, and a tree of 2^40 nodes.
        byte[][] types = [[0x6F, 1, U8], .. Enumerable.Range(0, 40).Select(i => new byte[] { 0x6F, 2, (byte)i, (byte)i })];
        Refuses("effective type size", Types(types));
    }

    [Test]
    public void Load_DeepTypes_AreRefused()
    {
        byte[][] types = [[0x70, U8], .. Enumerable.Range(0, 200).Select(i => Join([0x70], TypeIndex(i)))];
        Refuses("too deep", Types(types));
    }

    [Test]
    public void Load_DeepComponents_AreRefused()
    {
        byte[] component = ToBinary();
        for (int i = 0; i < 150; i++) component = ToBinary(Nested(component));
        WasmException e = Assert.Catch<WasmException>(() => Component.Load(Engine, component));
        Assert.That(e.Message, Does.Contain("nesting exceeds"));
    }

    [Test]
    public void Load_ElementOf256MiB_IsRefused()
    {
        // Nine levels of eight: 8^9 bytes are 2^27, one more level is above what a value may take.
        byte[][] types = [[0x6F, 8, U8, U8, U8, U8, U8, U8, U8, U8], .. Enumerable.Range(0, 12).Select(i => Join([0x6F, 8], [.. Enumerable.Repeat((byte)i, 8)]))];
        WasmException e = Assert.Catch<WasmException>(() => Load(Types(types)));
        Assert.That(e.Message, Does.Contain("type size").Or.Contain("byte size"));
    }

    [Test]
    public void Load_ImportNames_MustDiffer()
    {
        Refuses("conflicts", Types(Func(null)), Imports(Import("a", 1, 0), Import("A", 1, 0)));
        Refuses("kebab", Types(Func(null)), Imports(Import("not_kebab", 1, 0)));
        Refuses("is not known", Types([0x3F, 0x7F, 0], [0x68, 0], Func(null, ("self", [1]))), Imports(Import("[method]r.f", 1, 2)));
    }

    [Test]
    public void Load_ExportOfATypeThatWasNotNamed_IsRefused()
    {
        byte[] types = Types(Record(("a", [U8])), Func(null, ("x", [0])));
        Refuses("not valid to be used as import", types, Imports(Import("f", 1, 1)));
        Assert.That(() => Load(Types(Record(("a", [U8]))), Imports(Import("t", 3, 0, 0)), Types(Func(null, ("x", [1]))), Imports(Import("f", 1, 2))), Throws.Nothing);
    }

    [Test]
    public void Load_OuterAlias_ReachesTheEnclosingComponent()
    {
        byte[] inner = ToBinary(Aliases([0x03, 0x02, 1, 0]), Types([0x70, 0]));
        Assert.That(() => Load(Types(Record(("a", [U8]))), Nested(inner)), Throws.Nothing);
        Refuses("outer alias count", Aliases([0x03, 0x02, 1, 0]));
        byte[] resource = ToBinary(Aliases([0x03, 0x02, 1, 0]));
        Refuses("transitively refers to resources", Types([0x3F, 0x7F, 0]), Nested(resource));
    }

    [Test]
    public void Load_ModuleInside_ReportsOffsetsOfTheWholeBinary()
    {
        WasmFormatException e = Assert.Throws<WasmFormatException>(() => Load(RawSection(1, [0, 0x61, 0x73, 0x6D, 9, 0, 0, 0])));
        Assert.That(e.Offset, Is.GreaterThanOrEqualTo(10));
    }

    [Test]
    public void Load_LiftOfAFunctionOfAnotherSignature_IsRefused()
    {
        byte[] module = Module(ExportingF([ValType.I32], []));
        byte[][] start = [module, CoreInstances([0, 0, 0]), Aliases(Join([0, 0, 1, 0], Name("f")))];
        Refuses("lowered parameter types", [.. start, Types(Func(null, ("x", [0x78]))), Canons([0, 0, 0, 0, 0])]);
        Refuses("lowered result types", [.. start, Types(Func([U8], ("x", [U8]))), Canons([0, 0, 0, 0, 0])]);
        Assert.That(() => Load([.. start, Types(Func(null, ("x", [U8]))), Canons([0, 0, 0, 0, 0])]), Throws.Nothing);
    }

    [Test]
    public void Load_StringsWithoutMemory_AreRefused()
    {
        byte[] module = Module(ExportingF([ValType.I32, ValType.I32], []));
        Refuses("`memory` is required", module, CoreInstances([0, 0, 0]), Aliases(Join([0, 0, 1, 0], Name("f"))), Types(Func(null, ("x", [Text]))), Canons([0, 0, 0, 0, 0]));
        Refuses("`memory` is required", Types(Func(null, ("x", [Text]))), Imports(Import("f", 1, 0)), Canons([1, 0, 0, 0]));
    }

    [Test]
    public void Load_CanonicalOptions_MustNotContradict()
    {
        byte[][] start = [Types(Func(null)), Imports(Import("f", 1, 0))];
        Refuses("conflicts", [.. start, Canons([1, 0, 0, 2, 0, 1])]);
        Refuses("index out of bounds", [.. start, Canons([1, 0, 0, 1, 3, 0])]);
        Assert.That(Assert.Throws<WasmUnsupportedException>(() => Load([.. start, Canons([1, 0, 0, 1, 6])])).Proposal, Is.EqualTo("component-model-async"));
    }

    [Test]
    public void Load_ResourceNewOfAnImportedResource_IsRefused() =>
        Refuses("not a local resource", Imports(Import("r", 3, 1)), Canons([2, 0]));

    [Test]
    public void Load_InstantiationWithoutAnArgument_IsRefused()
    {
        byte[] child = ToBinary(Types(Func(null)), Imports(Import("f", 1, 0)));
        Refuses("missing import named `f`", Nested(child), Instances([0, 0, 0]));
        byte[] other = Imports(Import("g", 1, 0));
        Refuses("expected 0 parameters, found 1", Nested(child), Types(Func(null, ("x", [U8]))), other, Instances(Join([0, 0, 1], Name("f"), [1, 0])));
    }

    private static ModuleWriter ExportingF(ValType[] parameters, ValType[] results)
    {
        var module = new ModuleWriter();
        int function = module.Function(module.Type(parameters, results), code => code.Op(Wasm.Instructions.Opcode.Unreachable));
        module.Export("f", ExternKind.Function, function);
        return module;
    }
}
