using System.IO.Compression;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Testing.Fuzzing;

/// <summary>What mutants are made from: the suite's binaries where they lie beside the checkout, and modules made
/// here.</summary>
internal static class FuzzSeeds
{
    private const int MaxBytes = 64 << 10;

    /// <summary>The modules made here: one for each part of the engine that a mutant should reach.</summary>
    public static byte[][] BuiltIn() => [Arithmetic(), Loops(), Tables(), Vectors(), Calls()];

    /// <summary>All that the engine finds valid, in an order that does not change.</summary>
    public static byte[][] All()
    {
        var engine = new Engine();
        var seeds = new List<byte[]>(BuiltIn());
        foreach (string archive in new[] { "wasm-2.0.zip", "wasm-3.0.zip" })
        {
            string path = Repository.SharedFile(Path.Combine("wasm-testsuite", archive));
            if (File.Exists(path))
            {
                seeds.AddRange(ReadBinaries(path).Where(binary => IsValid(engine, binary)));
            }
        }

        return [.. seeds];
    }

    private static IEnumerable<byte[]> ReadBinaries(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in archive.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            if (!entry.FullName.EndsWith(".wasm", StringComparison.Ordinal) || entry.Length is 0 or > MaxBytes)
            {
                continue;
            }

            using Stream stream = entry.Open();
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            yield return bytes;
        }
    }

    private static bool IsValid(Engine engine, byte[] binary)
    {
        try
        {
            engine.LoadModule(binary);
            return true;
        }
        catch (WasmException)
        {
            return false;
        }
    }

    private static byte[] Arithmetic()
    {
        var module = new ModuleWriter();
        int global = module.Global(ValType.I64, mutable: true, code => code.I64(5));
        module.ExportedFunction("run", [ValType.I64], code => code
            .I32(100).I32(7).Op(Opcode.I32DivS).Op(Opcode.I64ExtendI32S)
            .Op(Opcode.GlobalGet, global).Op(Opcode.I64Mul).Op(Opcode.GlobalSet, global)
            .F64(2.5).Op(Opcode.I64TruncF64S).Op(Opcode.GlobalGet, global).Op(Opcode.I64Add));
        return module.ToArray();
    }

    private static byte[] Loops()
    {
        var module = new ModuleWriter();
        module.Memory(1, 4);
        module.Data(16, 1, 2, 3, 4);
        int passive = module.PassiveData(9, 8, 7);
        module.ExportedFunction(
            "run",
            [ValType.I32],
            code => code
                .I32(100).Set(0)
                .Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Loop, CodeWriter.Empty)
                .Get(0).Op(Opcode.I32Eqz).Op(Opcode.BrIf, 1)
                .Get(0).Get(0).Op(Opcode.I32Store, 2, 32)
                .Get(0).I32(1).Op(Opcode.I32Sub).Set(0).Op(Opcode.Br, 0).End().End()
                .I32(64).I32(0).I32(3).Op(Opcode.MemoryInit, passive, 0).Op(Opcode.DataDrop, passive)
                .I32(128).I32(16).I32(64).Op(Opcode.MemoryCopy, 0, 0)
                .I32(256).I32(7).I32(1000).Op(Opcode.MemoryFill, 0)
                .I32(1).Op(Opcode.MemoryGrow, 0)
                .I32(36).Op(Opcode.I32Load, 2, 0).Op(Opcode.I32Add),
            (1, ValType.I32));
        return module.ToArray();
    }

    private static byte[] Tables()
    {
        var module = new ModuleWriter();
        int type = module.Type([ValType.I32], [ValType.I32]);
        int twice = module.Function(type, code => code.Get(0).I32(2).Op(Opcode.I32Mul));
        int next = module.Function(type, code => code.Get(0).I32(1).Op(Opcode.I32Add));
        int table = module.Table(ValType.FuncRef, 4, 16);
        module.Elements(1, twice, next);
        module.ExportedFunction("run", [ValType.I32], code => code
            .Op(Opcode.RefNull).Raw((byte)ValType.FuncRef).I32(2).Op(Opcode.TableGrow, table)
            .I32(1).Op(Opcode.CallIndirect, type, table)
            .Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Block, CodeWriter.Empty)
            .I32(1).Op(Opcode.BrTable, 2, 0, 1, 0).End().End()
            .I32(2).Op(Opcode.CallIndirect, type, table));
        return module.ToArray();
    }

    private static byte[] Vectors()
    {
        var module = new ModuleWriter();
        module.Memory(1);
        module.ExportedFunction("run", [ValType.I32], code => code
            .I32(3).Op(Opcode.I8x16Splat).I32(16).Op(Opcode.V128Load, 4, 0).Op(Opcode.I16x8AddSatS).I32(9)
                .Op(Opcode.I8x16Splat)
            .Op(Opcode.I8x16Shuffle).Raw(0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31)
            .Op(Opcode.F32x4Sqrt).Op(Opcode.I32x4ExtractLane, 2));
        return module.ToArray();
    }

    private static byte[] Calls()
    {
        var module = new ModuleWriter();
        int type = module.Type([ValType.I64], [ValType.I64]);
        int host = module.ImportFunction("host", "twice", type);
        int down = module.Function(type, code => code
            .Get(0).I64(1).Op(Opcode.I64LtS)
            .Op(Opcode.If, CodeWriter.TypeOf(ValType.I64)).I64(0)
            .Op(Opcode.Else).Get(0).I64(1).Op(Opcode.I64Sub).Call(host + 1).Call(host).Get(0).Op(Opcode.I64Add).End());
        module.ExportedFunction("run", [ValType.I64], code => code.I64(50).Call(down));
        return module.ToArray();
    }
}
