using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Validation;

/// <summary>Function bodies that are not valid: what is said, and that the offset is that of the instruction.</summary>
internal sealed class FunctionValidatorTests
{
    private static IEnumerable<TestCaseData> Invalid()
    {
        yield return Case("operand missing", "type mismatch", 2, code => code.I32(1).Op(Opcode.I32Add));
        yield return Case("operand of another type", "type mismatch", 4, code => code.I32(1).I64(1).Op(Opcode.I32Add));
        yield return Case("result missing", "type mismatch", 0, code => code, [ValType.I32]);
        yield return Case("operand left over", "type mismatch", 2, code => code.I32(1));
        yield return Case("operand of the block outside", "type mismatch", 4,
            code => code.I32(1).Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Drop).End());
        yield return Case("if without else, with a result", "type mismatch", 6,
            code => code.I32(1).Op(Opcode.If, CodeWriter.TypeOf(ValType.I32)).I32(1).End().Op(Opcode.Drop));
        yield return Case("label", "unknown label 1", 0, code => code.Op(Opcode.Br, 1));
        yield return Case("label of a table", "unknown label 9", 2, code => code.I32(0).Op(Opcode.BrTable, 1, 9, 0));
        yield return Case("local", "unknown local 0", 0, code => code.Get(0).Op(Opcode.Drop));
        yield return Case("global", "unknown global 1", 0, code => code.Op(Opcode.GlobalGet, 1).Op(Opcode.Drop));
        yield return Case("immutable global", "global is immutable", 2, code => code.I32(1).Op(Opcode.GlobalSet, 0));
        yield return Case("function", "unknown function 7", 0, code => code.Call(7));
        yield return Case("type", "unknown type 9", 2, code => code.I32(0).Op(Opcode.CallIndirect, 9, 0));
        yield return Case("block type", "unknown type 9", 1, code => code.Op(Opcode.Block, 9).End(), atImmediate: true);
        yield return Case("table", "unknown table 1", 2, code => code.I32(0).Op(Opcode.TableGet, 1).Op(Opcode.Drop));
        yield return Case("memory", "unknown memory 1", 0, code => code.Op(Opcode.MemorySize, 1).Op(Opcode.Drop));
        yield return Case("alignment", "alignment must not be larger than natural", 2,
            code => code.I32(0).Op(Opcode.I32Load, 3, 0).Op(Opcode.Drop));
        yield return Case("lane", "invalid lane index", 2,
            code => code.I32(0).Op(Opcode.I8x16Splat).Op(Opcode.I8x16ExtractLaneS, 16).Op(Opcode.Drop), shift: 2);
        yield return Case("data segment", "unknown data segment 3", 6,
            code => code.I32(0).I32(0).I32(0).Op(Opcode.MemoryInit, 3, 0));
        yield return Case("element segment", "unknown elem segment 0", 0, code => code.Op(Opcode.ElemDrop, 0));
        yield return Case("reference to an undeclared function", "undeclared function reference", 0,
            code => code.Op(Opcode.RefFunc, 0).Op(Opcode.Drop));
        yield return Case("select of references", "type mismatch", 6,
            code => code.Raw(0xD0, 0x70, 0xD0, 0x70).I32(1).Op(Opcode.Select).Op(Opcode.Drop));
        yield return Case("typed select of two types", "invalid result arity", 6,
            code => code.I32(1).I32(1).I32(1).Raw(0x1C, 2, 0x7F, 0x7F).Op(Opcode.Drop));
    }

    private static IEnumerable<TestCaseData> Malformed()
    {
        yield return Case("opcode", "illegal opcode 27", 0, code => code.Raw(0x27));
        yield return Case("prefixed opcode", "illegal opcode fc 7f", 0, code => code.Raw(0xFC, 0x7F));
        yield return Case("else without if", "unexpected else", 0, code => code.Op(Opcode.Else));
        yield return Case("alignment flags", "malformed memop flags", 3,
            code => code.I32(0).Raw(0x28, 0x80, 0x01, 0).Op(Opcode.Drop), atImmediate: true);
        yield return Case("no end", "END opcode expected", 3, code => code.Op(Opcode.Block, CodeWriter.Empty));
    }

    private static IEnumerable<TestCaseData> Unsupported()
    {
        yield return Case("atomic", "threads", 0, code => code.Raw(0xFE, 0x03, 0));
        yield return Case("relaxed vector", "relaxed-simd", 0, code => code.Raw(0xFD, 0x80, 0x02));
        yield return Case("throw", "exception-handling", 0, code => code.Raw(0x08, 0));
        yield return Case("call_ref", "function-references", 0, code => code.Raw(0x14, 0));
        yield return Case("struct.new", "gc", 0, code => code.Raw(0xFB, 0, 0));
        yield return Case("ref.eq", "gc", 0, code => code.Raw(0xD3));
        yield return Case("null of a type", "function-references", 1, code => code.Raw(0xD0, 0x00), atImmediate: true);
        yield return Case("null of any", "gc", 1, code => code.Raw(0xD0, 0x6E), atImmediate: true);
        yield return Case("null of nofunc", "gc", 1, code => code.Raw(0xD0, 0x73), atImmediate: true);
        yield return Case("block of a typed reference", "function-references", 1,
            code => code.Raw(0x02, 0x64, 0x00, 0x0B), atImmediate: true);
        yield return Case("i64.add128", "wide-arithmetic", 0, code => code.Raw(0xFC, 0x13));
        yield return Case("i64.mul_wide_u", "wide-arithmetic", 0, code => code.Raw(0xFC, 0x16));
        yield return Case("cont.new", "stack-switching", 0, code => code.Raw(0xE0, 0));
    }

    [TestCaseSource(nameof(Invalid))]
    public void Load_OfAnInvalidBody_ThrowsWithTheInstructionsOffset(byte[] binary, string detail, int offset)
    {
        WasmValidationException error = Assert.Throws<WasmValidationException>(() => new Engine().LoadModule(binary));

        Assert.That((error.Detail, error.Offset), Is.EqualTo((detail, (long)offset)));
    }

    [TestCaseSource(nameof(Malformed))]
    public void Load_OfAMalformedBody_ThrowsWithTheOffset(byte[] binary, string detail, int offset)
    {
        WasmFormatException error = Assert.Throws<WasmFormatException>(() => new Engine().LoadModule(binary));

        Assert.That((error.Detail, error.Offset), Is.EqualTo((detail, (long)offset)));
    }

    [TestCaseSource(nameof(Unsupported))]
    public void Load_OfABodyThatUsesWhatIsNotThere_NamesProposalAndOffset(byte[] binary, string proposal, int offset)
    {
        WasmUnsupportedException error = Assert.Throws<WasmUnsupportedException>(() => new Engine().LoadModule(binary));

        Assert.That((error.Proposal, error.Offset), Is.EqualTo((proposal, (long)offset)));
    }

    [TestCase(WasmFeatures.All & ~WasmFeatures.Simd, "simd")]
    [TestCase(WasmFeatures.Mvp, "simd")]
    public void Load_OfAFeatureThatIsSwitchedOff_NamesIt(object features, string proposal)
    {
        var writer = new ModuleWriter();
        writer.Function(writer.Type([], []), code => code.I32(0).Op(Opcode.I8x16Splat).Op(Opcode.Drop));
        var engine = new Engine(new EngineOptions { Features = (WasmFeatures)features });

        Assert.That(Assert.Throws<WasmUnsupportedException>(() => engine.LoadModule(writer.ToArray())).Proposal,
            Is.EqualTo(proposal));
    }

    [Test]
    public void Load_OfCodeBehindABranch_TakesAnyOperands()
    {
        var writer = new ModuleWriter();
        writer.Function(writer.Type([], [ValType.I64]),
            code => code.Op(Opcode.Unreachable).Op(Opcode.I32Add).Op(Opcode.Drop).Op(Opcode.Select));

        Assert.That(() => new Engine().LoadModule(writer.ToArray()), Throws.Nothing);
    }

    // Offsets are counted from the body's first instruction: the module written around it is found by its own bytes.
    private static TestCaseData Case(
        string name, string detail, int offset, Func<CodeWriter, CodeWriter> body, ValType[]? results = null,
            bool atImmediate = false, int shift = 0)
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        writer.Table(ValType.FuncRef, 1);
        writer.Global(ValType.I32, mutable: false, code => code.I32(0));
        writer.PassiveData(1);
        writer.Function(writer.Type([], results ?? []), code => body(code));
        byte[] code = [.. body(new CodeWriter()).Bytes, 0x0B];
        byte[] binary = writer.ToArray();
        int start = binary.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0, .. code]) + 1;
        return new TestCaseData(binary, detail, start + offset + shift)
            .SetArgDisplayNames(name + (atImmediate ? " (at the immediate)" : ""));
    }
}
