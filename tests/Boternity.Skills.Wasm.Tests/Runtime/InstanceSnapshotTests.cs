using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests.Runtime;

/// <summary>Instances that begin where another one was captured.</summary>
internal sealed class InstanceSnapshotTests(string tier) : OnEachTier(tier)
{
    private const int FarAway = 5 * 65_536;

    [TestCase(false)]
    [TestCase(true)]
    public void Restore_Everything_IsAsItWasCaptured(bool isWritten)
    {
        Linker linker = new Linker().DefineFunction<int>("env", "f", (_, _) => { });
        Module module = Guest.Engine.LoadModule(StatefulModule().ToArray());
        InstanceSnapshot snapshot = Change(linker, module);
        if (isWritten)
        {
            snapshot = InstanceSnapshot.Read(Guest.Engine.LoadModule(StatefulModule().ToArray()), Written(snapshot));
        }

        for (int i = 0; i < 3; i++)
        {
            using Store store = Guest.Engine.CreateStore();
            Instance restored = linker.Restore(store, snapshot);

            Memory memory = restored.FindMemory("memory")!;
            Assert.That(memory.Pages, Is.EqualTo(8));
            Assert.That(memory.GetSpan(10, 3).ToArray(), Is.EqualTo(new byte[] { 1, 42, 3 }));
            Assert.That(memory.GetSpan(FarAway, 1)[0], Is.EqualTo(7));
            Assert.That(memory.GetSpan(0, memory.Length).ToArray().Count(b => b != 0), Is.EqualTo(4));
            Assert.That(restored.FindGlobal("global")!.Value, Is.EqualTo(99));
            Table table = restored.FindTable("table")!;
            Assert.That(table.Length, Is.EqualTo(5));
            Assert.That(store.ResolveFunction(table[0]), Is.Null);
            Assert.That(store.ResolveFunction(table[4])!.AsFunc<int>()(), Is.EqualTo(5));
            Assert.That(store.ResolveFunction(table[3])!.Instance, Is.Null, "an import");
            Assert.Throws<WasmTrapException>(() => restored.GetFunction("use-data").Invoke([], []));
            memory.GetSpan(0, memory.Length).Fill(0xEE);
            Assert.That(memory.Grow(1), Is.EqualTo(8));
            Assert.That(memory.GetSpan(8 * 65_536, 65_536).ToArray(), Is.All.Zero);
        }
    }

    [Test]
    public void Read_WhatIsDamaged_IsRefused()
    {
        Linker linker = new Linker().DefineFunction<int>("env", "f", (_, _) => { });
        Module module = Guest.Engine.LoadModule(StatefulModule().ToArray());
        byte[] written = Written(Change(linker, module));
        for (int i = 0; i < written.Length; i += i < 64 || i > written.Length - 128 ? 1 : 997)
        {
            Assert.Throws<InvalidDataException>(() => InstanceSnapshot.Read(module, written.AsSpan(0, i)));
        }

        Assert.Throws<InvalidDataException>(() => InstanceSnapshot.Read(module, [.. written, 0]));
        foreach (int place in (int[])[0, 4, 8, 12, 20])
        {
            byte[] changed = [.. written];
            changed[place + 3] = 0x7F;
            Assert.Throws<InvalidDataException>(() => InstanceSnapshot.Read(module, changed), $"at {place}");
        }

        // A function that there is not, in the table's last element: before the global and the bits of the segments.
        byte[] other = [.. written];
        int element = written.Length - (2 * (sizeof(int) + 1)) - sizeof(ulong) - sizeof(int) - sizeof(ulong);
        Assert.That(other[element], Is.EqualTo(2), "the second function, counted from one");
        other[element] = 200;
        Assert.Throws<InvalidDataException>(() => InstanceSnapshot.Read(module, other));
    }

    [Test]
    public void Read_OfAnotherModule_IsRefused()
    {
        Linker linker = new Linker().DefineFunction<int>("env", "f", (_, _) => { });
        byte[] written = Written(Change(linker, Guest.Engine.LoadModule(StatefulModule().ToArray())));
        var writer = new ModuleWriter();
        writer.Memory(1);

        Assert.Throws<InvalidDataException>(
            () => InstanceSnapshot.Read(Guest.Engine.LoadModule(writer.ToArray()), written));
    }

    [Test]
    [Platform("Linux")]
    public void Restore_AfterSomeRuns_KnowsThePagesThatAllOfThemWroteTo()
    {
        Linker linker = new Linker().DefineFunction<int>("env", "f", (_, _) => { });
        Module module = Guest.Engine.LoadModule(StatefulModule().ToArray());
        InstanceSnapshot snapshot = Change(linker, module);
        WrittenPages written = snapshot.MemoryOf(0).Written;
        for (int i = 0; i < WrittenPages.MaxRuns; i++)
        {
            Assert.That(written.Ranges, Is.Empty);
            using Store store = Guest.Engine.CreateStore();
            Memory memory = linker.Restore(store, snapshot).FindMemory("memory")!;
            memory.GetSpan(10, 1)[0] = 77;
            memory.GetSpan((ulong)((i % 4) + 1) * 65_536, 1)[0] = 77;
            memory.GetSpan(FarAway + 1, 1)[0] = 77;
        }

        Assert.That((written.Ranges.Count, written.IsLearning), Is.EqualTo((2, false)));
        Assert.That(written.Ranges[0], Is.EqualTo((0, 1)));
        Assert.That(written.Ranges[1], Is.EqualTo((FarAway / Environment.SystemPageSize, 1)));
        using Store last = Guest.Engine.CreateStore();
        Memory restored = linker.Restore(last, snapshot).FindMemory("memory")!;
        Assert.That(restored.GetSpan(10, 3).ToArray(), Is.EqualTo(new byte[] { 1, 42, 3 }));
        Assert.That(restored.GetSpan(FarAway, 2).ToArray(), Is.EqualTo(new byte[] { 7, 0 }));
        Assert.That(restored.GetSpan(0, restored.Length).ToArray().Count(b => b != 0), Is.EqualTo(4));
    }

    [Test]
    public void Restore_UnderALimit_IsCharged()
    {
        Linker linker = new Linker().DefineFunction<int>("env", "f", (_, _) => { });
        Module module = Guest.Engine.LoadModule(StatefulModule().ToArray());
        InstanceSnapshot snapshot = Change(linker, module);
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 7 * 65_536 });

        WasmLinkException error = Assert.Throws<WasmLinkException>(() => linker.Restore(store, snapshot));

        Assert.That(error.MemoryLimit, Is.EqualTo(7 * 65_536));
    }

    [Test]
    public void Restore_AfterTheSnapshotIsGone_KeepsItsMemory()
    {
        Linker linker = new Linker().DefineFunction<int>("env", "f", (_, _) => { });
        Module module = Guest.Engine.LoadModule(StatefulModule().ToArray());
        using Store store = Guest.Engine.CreateStore();
        Memory memory = RestoreOnce(linker, module, store).FindMemory("memory")!;
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.That(memory.GetSpan(FarAway, 1)[0], Is.EqualTo(7));
    }

    [Test]
    public void Capture_ModuleThatSharesAMemory_IsRefused()
    {
        var writer = new ModuleWriter();
        writer.ImportMemory("env", "memory", 1);
        using Store store = Guest.Engine.CreateStore();
        var linker = new Linker();
        linker.Define("env", "memory", Memory.Create(store, new MemoryType(new Limits(1, null))));
        Instance instance = linker.Instantiate(store, Guest.Engine.LoadModule(writer.ToArray()));

        Assert.Throws<NotSupportedException>(() => InstanceSnapshot.Capture(instance));
    }

    [Test]
    public void Capture_ReferenceToAnObjectOfTheHost_IsRefused()
    {
        var writer = new ModuleWriter();
        writer.Table(ValType.ExternRef, 1);
        writer.Export("table", ExternKind.Table, 0);
        using Store store = Guest.Engine.CreateStore();
        Instance instance = new Linker().Instantiate(store, Guest.Engine.LoadModule(writer.ToArray()));
        instance.FindTable("table")![0] = store.AddExtern(new object());

        Assert.Throws<NotSupportedException>(() => InstanceSnapshot.Capture(instance));
    }

    private static Instance RestoreOnce(Linker linker, Module module, Store store) =>
        linker.Restore(store, Change(linker, module));

    private static byte[] Written(InstanceSnapshot snapshot)
    {
        using var stream = new MemoryStream();
        snapshot.Write(stream);
        return stream.ToArray();
    }

    private static InstanceSnapshot Change(Linker linker, Module module)
    {
        using Store store = Guest.Engine.CreateStore();
        Instance instance = linker.Instantiate(store, module);
        instance.GetFunction("use-data").Invoke([], []);
        Memory memory = instance.FindMemory("memory")!;
        memory.Grow(7);
        memory.GetSpan(11, 1)[0] = 42;
        memory.GetSpan(FarAway, 1)[0] = 7;
        instance.FindGlobal("global")!.Value = 99;
        Table table = instance.FindTable("table")!;
        table.Grow(3, 0);
        table[4] = table[1];
        table[3] = table[0];
        table[0] = 0;
        InstanceSnapshot snapshot = InstanceSnapshot.Capture(instance);
        Assert.That(snapshot.HeldBytes, Is.InRange(8_192, 32_768));
        memory.GetSpan(0, memory.Length).Fill(0xDD);
        return snapshot;
    }

    // A memory of a page with three bytes, a table with an import and a function of its own, a passive segment that is
    // dropped when it was used, and a start function that a restored instance does not run.
    private static ModuleWriter StatefulModule()
    {
        var writer = new ModuleWriter();
        int import = writer.ImportFunction("env", "f", writer.Type([ValType.I32], []));
        int global = writer.Global(ValType.I32, mutable: true, code => code.I32(5));
        int five = writer.Function(writer.Type([], [ValType.I32]), code => code.I32(5));
        int start = writer.Function(
            writer.Type([], []),
            code => code.Op(Opcode.GlobalGet, global).I32(1).Op(Opcode.I32Add).Op(Opcode.GlobalSet, global));
        writer.Memory(1);
        writer.Table(ValType.FuncRef, 2);
        writer.Elements(0, import, five);
        writer.Data(10, 1, 2, 3);
        int passive = writer.PassiveData(1, 2, 3);
        writer.ExportedFunction(
            "use-data",
            [],
            code => code.I32(10).I32(0).I32(3).Op(Opcode.MemoryInit, passive, 0).Op(Opcode.DataDrop, passive));
        writer.Start(start);
        writer.Export("memory", ExternKind.Memory, 0);
        writer.Export("table", ExternKind.Table, 0);
        writer.Export("global", ExternKind.Global, global);
        return writer;
    }
}
