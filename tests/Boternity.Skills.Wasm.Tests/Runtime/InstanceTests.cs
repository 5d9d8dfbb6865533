using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Runtime;

internal sealed class InstanceTests(string tier) : OnEachTier(tier)
{
    [Test]
    public void Memory_OfANewInstance_IsWhatTheModuleSaysWhateverTheLastLeftBehind()
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        writer.Data(10, 1, 2, 3);
        writer.Data(11, 9);
        writer.Data(60_000, 7);
        writer.Export("memory", ExternKind.Memory, 0);
        Module module = Guest.Engine.LoadModule(writer.ToArray());
        for (int i = 0; i < 3; i++)
        {
            using Store store = Guest.Engine.CreateStore();
            Span<byte> bytes = new Linker().Instantiate(store, module).FindMemory("memory")!.GetSpan(0, 65536);

            Assert.That(bytes[9..14].ToArray(), Is.EqualTo(new byte[] { 0, 1, 9, 3, 0 }));
            Assert.That(bytes[60_000], Is.EqualTo(7));
            Assert.That(bytes.ToArray().Count(b => b != 0), Is.EqualTo(4));
            bytes.Fill(0xEE);
        }
    }

    // The last import is missing, or of another type: it is not reached.
    [TestCase(true)]
    [TestCase(false)]
    public void Instantiate_CancelledWithManyImports_EndsBeforeTheLast(bool isMissing)
    {
        const int count = 10_000;
        var writer = new ModuleWriter();
        int type = writer.Type([], []);
        for (int i = 0; i < count; i++)
        {
            writer.ImportFunction("m", "f", type);
        }

        writer.ImportFunction("m", isMissing ? "missing" : "other", type);
        Module module = Guest.Engine.LoadModule(writer.ToArray());
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        using Store store = Guest.Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });
        var f = new Function(new FuncType([], []), (_, _, _) => { });
        var other = new Function(new FuncType([ValType.I32], []), (_, _, _) => { });

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() =>
        {
            if (isMissing)
            {
                new Linker().Define("m", "f", f).Instantiate(store, module);
            }
            else
            {
                Instantiator.Create(store, module, [.. Enumerable.Repeat(f, count), other]);
            }
        });

        Assert.That(trap.Code, Is.EqualTo(TrapCode.Cancelled));
    }

    [Test]
    public void Instances_OfOneModule_DoNotShareGlobals()
    {
        var writer = new ModuleWriter();
        int global = writer.Global(ValType.I32, mutable: true, code => code.I32(5));
        writer.ExportedFunction("run", [ValType.I32],
            code => code.Op(Opcode.GlobalGet, global).I32(1).Op(Opcode.I32Add).Op(Opcode.GlobalSet, global)
                .Op(Opcode.GlobalGet, global));
        using Store store = Guest.Engine.CreateStore();
        Func<int> first = Guest.Instantiate(store, writer).GetFunction("run").AsFunc<int>();
        Func<int> second = Guest.Instantiate(store, writer).GetFunction("run").AsFunc<int>();

        Assert.That(new[] { first(), first(), second() }, Is.EqualTo(new[] { 6, 7, 6 }));
    }

    [Test]
    public void Instantiate_WithAnImportMissing_NamesIt()
    {
        var writer = new ModuleWriter();
        writer.ImportFunction("env", "gone", writer.Type([], []));
        using Store store = Guest.Engine.CreateStore();

        WasmLinkException error = Assert.Throws<WasmLinkException>(() => Guest.Instantiate(store, writer));

        Assert.That((error.Detail, error.ImportModule, error.ImportName),
            Is.EqualTo(("unknown import", "env", "gone")));
    }

    [Test]
    public void Instantiate_WithAnImportOfAnotherType_NamesIt()
    {
        var writer = new ModuleWriter();
        writer.ImportFunction("env", "f", writer.Type([ValType.I32], []));
        using Store store = Guest.Engine.CreateStore();
        Linker linker = new Linker().DefineFunction<long>("env", "f", (_, _) => { });

        Assert.That(
            Assert.Throws<WasmLinkException>(() =>
                linker.Instantiate(store, Guest.Engine.LoadModule(writer.ToArray()))).Detail,
            Is.EqualTo("incompatible import type"));
    }

    [Test]
    public void Instantiate_WithAnExportOfAnotherStore_IsALinkError()
    {
        var writer = new ModuleWriter();
        writer.ExportedFunction("run", [], code => code.Op(Opcode.Nop));
        using Store other = Guest.Engine.CreateStore();
        var user = new ModuleWriter();
        user.ImportFunction("m", "run", user.Type([], []));
        Linker linker = new Linker().DefineInstance("m", Guest.Instantiate(other, writer));
        using Store store = Guest.Engine.CreateStore();

        Assert.That(() => linker.Instantiate(store, Guest.Engine.LoadModule(user.ToArray())),
            Throws.InstanceOf<WasmLinkException>());
    }

    [Test]
    public void Store_WithTooManyInstances_IsALinkError()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxInstances = 2 });
        Guest.Instantiate(store, new ModuleWriter());
        Guest.Instantiate(store, new ModuleWriter());

        Assert.That(() => Guest.Instantiate(store, new ModuleWriter()), Throws.InstanceOf<WasmLinkException>());
    }

    [Test]
    public void PeakMemory_AfterGrowth_CountsMemoriesAndTablesExactly()
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        writer.Table(ValType.FuncRef, 10);
        writer.ExportedFunction("run", [ValType.I32], code => code.I32(2).Op(Opcode.MemoryGrow, 0));
        using Store store = Guest.Engine.CreateStore();
        Guest.Instantiate(store, writer).GetFunction("run").Invoke();

        Assert.That(store.PeakMemoryBytes, Is.EqualTo((3 * 65536) + (10 * 8)));
    }

    [Test]
    public void Memory_ImportedTwiceAndGrownByItsOtherName_IsSeenAtOnce()
    {
        // memory.grow of memory 1, then a store and a load, of memory 0 and 1, in the page that is new.
        byte[] code = [0, 0x41, 1, 0x40, 1, 0x1A, 0x41, 0x80, 0x80, 0x04, 0x41, 42, 0x36, 2, 0, 0x41, 0x80, 0x80, 0x04,
            0x28, 0x42, 1, 0, 0x0B];
        byte[] import = [1, (byte)'h', 1, (byte)'m', 2, 0, 1];
        byte[] binary =
        [
            .. ModuleWriter.Preamble,
            1, 5, 1, 0x60, 0, 1, 0x7F,
            2, (byte)(1 + (2 * import.Length)), 2, .. import, .. import,
            3, 2, 1, 0,
            7, 7, 1, 3, .. "run"u8, 0, 0,
            10, (byte)(2 + code.Length), 1, (byte)code.Length, .. code,
        ];
        using Store store = Guest.Engine.CreateStore();
        Linker linker = new Linker().Define("h", "m", Memory.Create(store, new MemoryType(new Limits(1, 3))));

        Assert.That(linker.Instantiate(store, Guest.Engine.LoadModule(binary)).GetFunction("run").Invoke()[0],
            Is.EqualTo(42));
    }

    [Test]
    public void Store_AfterDispose_RefusesItsFunctionsAndMemories()
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        writer.Export("memory", ExternKind.Memory, 0);
        writer.ExportedFunction("run", [], code => code.Op(Opcode.Nop));
        Store store = Guest.Engine.CreateStore();
        Instance instance = Guest.Instantiate(store, writer);
        Memory memory = instance.FindMemory("memory")!;
        store.Dispose();

        Assert.That(() => instance.GetFunction("run").Invoke(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => memory.GetSpan(0, 1).Length, Throws.InstanceOf<WasmTrapException>());
    }

    [Test]
    public void Span_OfAMemoryThatGrows_StaysReadable()
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        writer.Data(0, 77);
        writer.Export("memory", ExternKind.Memory, 0);
        using Store store = Guest.Engine.CreateStore();
        Memory memory = Guest.Instantiate(store, writer).FindMemory("memory")!;
        Span<byte> before = memory.GetSpan(0, 65536);
        for (int i = 0; i < 64; i++)
        {
            memory.Grow(16);
        }

        Assert.That(before[0], Is.EqualTo(77));
        Assert.That(memory.GetSpan(0, 1)[0], Is.EqualTo(77));
    }
}
