using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Binary;

/// <summary>What is malformed, what is invalid outside of code, and what is not available: each with the offset of what
/// is wrong.</summary>
internal sealed class ModuleDecoderTests
{
    private static IEnumerable<TestCaseData> Malformed()
    {
        yield return Case("no magic", "magic header not detected", 0, [0, 0x61, 0x73, 0x6E, 1, 0, 0, 0], bare: true);
        yield return Case("short magic", "magic header not detected", 0, [0, 0x61], bare: true);
        yield return Case("nothing", "unexpected end", 0, [], bare: true);
        yield return Case("version", "unknown binary version", 4, [0, 0x61, 0x73, 0x6D, 2, 0, 0, 0], bare: true);
        yield return Case("component", "the binary is a component, not a core module", 4,
            [0, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0], bare: true);
        yield return Case("section id", "malformed section id", 8, [0x7F, 0]);
        yield return Case("section longer than the binary", "length out of bounds", 10, [1, 5]);
        yield return Case("section with a rest", "section size mismatch", 11, [1, 2, 0, 0]);
        yield return Case("sections out of order", "unexpected content after last section", 11, [3, 1, 0, 1, 1, 0]);
        yield return Case("section twice", "unexpected content after last section", 11, [1, 1, 0, 1, 1, 0]);
        yield return Case("type tag", "integer representation too long", 11, [1, 4, 1, 0xE0, 0, 0]);
        yield return Case("value type", "malformed value type", 13, [1, 5, 1, 0x60, 1, 0x40, 0]);
        yield return Case("reference type", "malformed reference type", 11, [4, 4, 1, 0x7F, 0, 0]);
        yield return Case("mutability", "malformed mutability", 12, [6, 6, 1, 0x7F, 2, 0x41, 0, 0x0B]);
        yield return Case("import kind", "malformed import kind", 13, [2, 5, 1, 0, 0, 9, 0]);
        yield return Case("export kind", "malformed export kind", 12, [7, 4, 1, 0, 9, 0]);
        yield return Case("limits flags", "malformed limits flags", 11, [5, 3, 1, 0x10, 0]);
        yield return Case("element kind", "malformed elements segment kind", 11, [9, 3, 1, 8, 0]);
        yield return Case("element item kind", "malformed element kind", 12, [9, 4, 1, 1, 1, 0]);
        yield return Case("data kind", "malformed data segment kind", 11, [11, 3, 1, 3, 0]);
        yield return Case("functions without code", "function and code section have inconsistent lengths", 18,
            [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0]);
        yield return Case("data count without data", "data count and data section have inconsistent lengths", 11,
            [12, 1, 1]);
        yield return Case("data longer than the section", "unexpected end of section or function", 13,
            [11, 3, 1, 1, 9]);
        yield return Case("name", "malformed UTF-8 encoding", 11, [0, 2, 1, 0xFF]);
        yield return Case("opcode in a constant expression", "illegal opcode 27", 13, [6, 5, 1, 0x7F, 0, 0x27, 0x0B]);
    }

    private static IEnumerable<TestCaseData> Invalid()
    {
        yield return Case("unknown type of a function", "unknown type 3", 11, [3, 2, 1, 3]);
        yield return Case("unknown type of an import", "unknown type 0", 14, [2, 5, 1, 0, 0, 0, 0]);
        yield return Case("exported function", "unknown function 1", 13, [7, 4, 1, 0, 0, 1]);
        yield return Case("exported table", "unknown table 2", 13, [7, 4, 1, 0, 1, 2]);
        yield return Case("exported memory", "unknown memory 0", 13, [7, 4, 1, 0, 2, 0]);
        yield return Case("exported global", "unknown global 0", 13, [7, 4, 1, 0, 3, 0]);
        yield return Case("export twice", "duplicate export name", 19, [5, 3, 1, 0, 0, 7, 7, 2, 0, 2, 0, 0, 2, 0]);
        yield return Case("start", "unknown function 0", 10, [8, 1, 0]);
        yield return Case("minimum above maximum", "size minimum must not be greater than maximum", 11,
            [5, 4, 1, 1, 2, 1]);
        yield return Case("memory of too many pages", "memory size must be at most 65536 pages (4GiB)", 11,
            [5, 5, 1, 0, 0x81, 0x80, 0x04]);
        yield return Case("64-bit size", "memory size or table size out of range", 12,
            [5, 7, 1, 0, 0x80, 0x80, 0x80, 0x80, 0x10]);
        yield return Case("no memory for data", "unknown memory 0", 11, [11, 6, 1, 0, 0x41, 0, 0x0B, 0]);
        yield return Case("no table for elements", "unknown table 0", 11, [9, 6, 1, 0, 0x41, 0, 0x0B, 0]);
        yield return Case("instruction that is not constant", "constant expression required", 13,
            [6, 5, 1, 0x7F, 0, 0x01, 0x0B]);
        yield return Case("constant of another type", "type mismatch", 15, [6, 6, 1, 0x7F, 0, 0x42, 0, 0x0B]);
        yield return Case("unknown global", "unknown global 0", 13, [6, 6, 1, 0x7F, 0, 0x23, 0, 0x0B]);
    }

    private static IEnumerable<TestCaseData> Unsupported()
    {
        yield return Case("64-bit memory", "memory64", 11, [5, 3, 1, 4, 0]);
        yield return Case("shared memory", "threads", 11, [5, 4, 1, 3, 0, 1]);
        yield return Case("tag section", "exception-handling", 8, [13, 1, 0]);
        yield return Case("struct type", "gc", 11, [1, 4, 1, 0x5F, 0, 0]);
        yield return Case("typed reference", "function-references", 13, [1, 6, 1, 0x60, 1, 0x64, 0, 0]);
        yield return Case("recursive types", "gc", 11, [1, 6, 1, 0x4E, 1, 0x60, 0, 0]);
        yield return Case("subtype", "gc", 11, [1, 6, 1, 0x50, 0, 0x60, 0, 0]);
        yield return Case(
            "global of a typed reference", "function-references", 11, [6, 6, 1, 0x63, 0, 0, 0xD0, 0x70, 0x0B]);
        yield return Case("table of i31", "gc", 11, [4, 4, 1, 0x6C, 0, 0]);
        yield return Case("elements of a typed reference", "function-references", 12, [9, 5, 1, 5, 0x64, 0, 0]);
        yield return Case("imported function type in gc's shape", "gc", 13, [1, 6, 1, 0x60, 1, 0x6D, 0, 0]);
    }

    [TestCaseSource(nameof(Malformed))]
    public void Decode_OfWhatIsMalformed_ThrowsWithTheOffset(byte[] binary, string detail, int offset)
    {
        WasmFormatException error = Assert.Throws<WasmFormatException>(() => new Engine().LoadModule(binary));

        Assert.That((error.Detail, error.Offset), Is.EqualTo((detail, (long)offset)));
    }

    [TestCaseSource(nameof(Invalid))]
    public void Load_OfWhatIsInvalid_ThrowsWithTheOffset(byte[] binary, string detail, int offset)
    {
        WasmValidationException error = Assert.Throws<WasmValidationException>(() => new Engine().LoadModule(binary));

        Assert.That((error.Detail, error.Offset), Is.EqualTo((detail, (long)offset)));
    }

    [TestCaseSource(nameof(Unsupported))]
    public void Load_OfWhatIsNotAvailable_NamesProposalAndOffset(byte[] binary, string proposal, int offset)
    {
        WasmUnsupportedException error = Assert.Throws<WasmUnsupportedException>(() => new Engine().LoadModule(binary));

        Assert.That((error.Proposal, error.Offset), Is.EqualTo((proposal, (long)offset)));
    }

    [Test]
    public void Decode_OfEqualTypes_GivesOneObject()
    {
        var writer = new ModuleWriter();
        writer.Type([ValType.I32], [ValType.I64]);
        writer.Type([ValType.I32], [ValType.I64]);

        FuncType[] types = ModuleDecoder.Decode(writer.ToArray(), WasmFeatures.All, new LoadClock()).Types;

        Assert.That(types[1], Is.SameAs(types[0]));
    }

    [Test]
    public void LoadModule_OfBytesThatChangeLater_KeepsItsOwn()
    {
        var writer = new ModuleWriter();
        writer.ExportedFunction("run", [ValType.I32], code => code.I32(7));
        byte[] binary = writer.ToArray();
        var engine = new Engine();
        Wasm.Runtime.Module module = engine.LoadModule(binary);
        binary.AsSpan(8).Fill(0xFF);
        using Wasm.Runtime.Store store = engine.CreateStore();

        Assert.That(new Wasm.Runtime.Linker().Instantiate(store, module).GetFunction("run").Invoke()[0], Is.EqualTo(7));
    }

    private static TestCaseData Case(string name, string detail, int offset, byte[] bytes, bool bare = false) =>
        new TestCaseData(bare ? bytes : [.. ModuleWriter.Preamble, .. bytes], detail, offset).SetArgDisplayNames(name);
}
