using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Tests.Components;

internal sealed class DefValTypeTests
{
    private static readonly DefValType Mixed = DefValType.Record(
        ("a", DefValType.U8),
        ("b", DefValType.U64),
        ("c", DefValType.U16));

    [Test]
    public void Layout_OfARecord_AlignsEachFieldAndTheEnd()
    {
        Assert.That(Mixed.Layout, Is.EqualTo(new DefValTypeLayout(24, 8)));
        Assert.That(
            DefValType.Tuple(DefValType.U8, DefValType.U16, DefValType.U8).Layout,
            Is.EqualTo(new DefValTypeLayout(6, 2)));
    }

    [Test]
    public void Layout_OfAVariant_PutsThePayloadAfterTheDiscriminant()
    {
        DefValType variant = DefValType.Variant(("x", DefValType.U8), ("y", DefValType.F64), ("z", null));
        Assert.That(variant.Layout, Is.EqualTo(new DefValTypeLayout(16, 8)));
        Assert.That(variant.PayloadOffset, Is.EqualTo(8));
        Assert.That(DefValType.Option(DefValType.U8).Layout, Is.EqualTo(new DefValTypeLayout(2, 1)));
        Assert.That(DefValType.Result(null, null).Layout, Is.EqualTo(new DefValTypeLayout(1, 1)));
    }

    [TestCase(1, 1)]
    [TestCase(256, 1)]
    [TestCase(257, 2)]
    [TestCase(10_000, 2)]
    public void Layout_OfAnEnum_GrowsWithTheNumberOfCases(int cases, int size) =>
        Assert.That(DefValType.Enum(Enumerable.Range(0, cases).Select(i => $"c{i}").ToArray()).Size, Is.EqualTo(size));

    [TestCase(1, 1, 1)]
    [TestCase(8, 1, 1)]
    [TestCase(9, 2, 2)]
    [TestCase(17, 4, 4)]
    [TestCase(32, 4, 4)]
    [TestCase(33, 8, 4)]
    [TestCase(65, 12, 4)]
    public void Layout_OfFlags_TakesWholeWordsBeyond32(int count, int size, int alignment) =>
        Assert.That(
            DefValType.Flags(Enumerable.Range(0, count).Select(i => $"f{i}").ToArray()).Layout,
            Is.EqualTo(new DefValTypeLayout(size, alignment)));

    [Test]
    public void Flat_OfCasesOfDifferentTypes_IsJoined()
    {
        Assert.That(
            DefValType.Result(DefValType.F32, DefValType.U32).Flat, Is.EqualTo(new[] { ValType.I32, ValType.I32 }));
        Assert.That(
            DefValType.Result(DefValType.F32, DefValType.F64).Flat, Is.EqualTo(new[] { ValType.I32, ValType.I64 }));
        Assert.That(
            DefValType.Result(DefValType.F32, DefValType.F32).Flat, Is.EqualTo(new[] { ValType.I32, ValType.F32 }));
        Assert.That(
            DefValType.Result(DefValType.String, DefValType.U64).Flat,
            Is.EqualTo(new[] { ValType.I32, ValType.I64, ValType.I32 }));
    }

    [Test]
    public void Lowered_FunctionWithMoreThan16FlatParametersOrAnyLargeResult_PassesPointers()
    {
        var many = new ComponentFuncType(
            ["a"], [DefValType.Tuple(Enumerable.Repeat(DefValType.U8, 17).ToArray())], DefValType.String);
        Assert.That(many.Lowered, Is.EqualTo(new FuncType([ValType.I32, ValType.I32], [])));
        Assert.That(many.Lifted, Is.EqualTo(new FuncType([ValType.I32], [ValType.I32])));
        var few = new ComponentFuncType(
            ["a"], [DefValType.Tuple(Enumerable.Repeat(DefValType.F64, 16).ToArray())], DefValType.U64);
        Assert.That(few.Lowered, Is.EqualTo(new FuncType(Enumerable.Repeat(ValType.F64, 16).ToArray(), [ValType.I64])));
    }

    [Test]
    public void ToString_OfAFunction_IsItsShapeWithoutLabels()
    {
        var type = new ComponentFuncType(
            ["x", "y"],
            [Mixed, DefValType.List(DefValType.U8)],
            DefValType.Result(null, DefValType.Variant(("a", DefValType.Char), ("b", null))));
        Assert.That(type.ToString(), Is.EqualTo("(record(u8, u64, u16), list<u8>) -> result<_, variant(char, _)>"));
    }
}
