using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Runtime;

internal sealed class FunctionTests(string tier) : OnEachTier(tier)
{
    [Test]
    public void TypedDelegate_Called_AllocatesNothing()
    {
        using Store store = Guest.Engine.CreateStore();
        Func<int, int, int> add = Add(store).AsFunc<int, int, int>();
        // Until it has the form that it keeps, on every tier.
        for (int i = 0; i < 3; i++)
        {
            add(1, 2);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        int sum = 0;
        for (int i = 0; i < 100; i++)
        {
            sum = add(sum, i);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That((sum, allocated), Is.EqualTo((4950, 0L)));
    }

    [Test]
    public void TypedDelegate_OfAnotherType_IsRefused()
    {
        using Store store = Guest.Engine.CreateStore();

        Assert.That(() => Add(store).AsFunc<int, long>(), Throws.InvalidOperationException);
        Assert.That(() => Add(store).AsFunc<int, int, byte>(), Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    public void TypedDelegates_OfFloats_KeepTheirBits()
    {
        var writer = new ModuleWriter();
        int function = writer.Function(writer.Type([ValType.F32, ValType.F64], [ValType.F64]),
            code => code.Get(0).Op(Opcode.F64PromoteF32).Get(1).Op(Opcode.F64Add));
        writer.Export("run", ExternKind.Function, function);
        using Store store = Guest.Engine.CreateStore();

        Assert.That(Guest.Instantiate(store, writer).GetFunction("run").AsFunc<float, double, double>()(1.5f, -0.25),
            Is.EqualTo(1.25));
    }

    [Test]
    public void HostFunction_Typed_GetsCallerAndArguments()
    {
        var writer = new ModuleWriter();
        int import = writer.ImportFunction("host", "f", writer.Type([ValType.I32, ValType.I64], [ValType.I64]));
        writer.Memory(2);
        writer.Export("memory", ExternKind.Memory, 0);
        writer.ExportedFunction("run", [ValType.I64], code => code.I32(3).I64(4).Call(import));
        using Store store = Guest.Engine.CreateStore();
        Linker linker = new Linker()
            .DefineFunction<int, long, long>("host", "f", (caller, a, b) => (a * b) + caller.FindMemory()!.Pages);

        Assert.That(linker.Instantiate(store, Guest.Engine.LoadModule(writer.ToArray())).GetFunction("run")
            .AsFunc<long>()(), Is.EqualTo(14));
    }

    [Test]
    public void HostFunction_ThatThrows_LeavesTheStoreUsable()
    {
        var writer = new ModuleWriter();
        int import = writer.ImportFunction("host", "f", writer.Type([], []));
        writer.ExportedFunction("run", [ValType.I32], code => code.Call(import).I32(1));
        using Store store = Guest.Engine.CreateStore();
        bool fails = true;
        Linker linker = new Linker().DefineFunction("host", "f", _ =>
        {
            if (fails)
            {
                throw new InvalidDataException("of the host");
            }
        });
        Function run = linker.Instantiate(store, Guest.Engine.LoadModule(writer.ToArray())).GetFunction("run");

        Assert.That(() => run.Invoke(), Throws.InstanceOf<InvalidDataException>());
        fails = false;
        Assert.That(run.Invoke()[0], Is.EqualTo(1));
    }

    [Test]
    public void Reference_ToAGuestsFunction_CanBeCalledByTheHost()
    {
        var writer = new ModuleWriter();
        int seven = writer.ExportedFunction("seven", [ValType.I32], code => code.I32(7));
        writer.ExportedFunction("run", [ValType.FuncRef], code => code.Op(Opcode.RefFunc, seven));
        using Store store = Guest.Engine.CreateStore();
        ulong handle = Guest.Instantiate(store, writer).GetFunction("run").Invoke()[0];

        Assert.That(store.ResolveFunction(handle)!.Invoke()[0], Is.EqualTo(7));
        Assert.That(store.ToHandle(store.ResolveFunction(handle)), Is.EqualTo(handle));
    }

    [Test]
    public void Invoke_WithTooFewSlots_IsTheHostsError()
    {
        using Store store = Guest.Engine.CreateStore();

        Assert.That(() => Add(store).Invoke(1), Throws.ArgumentException);
    }

    private static Function Add(Store store)
    {
        var writer = new ModuleWriter();
        int function = writer.Function(writer.Type([ValType.I32, ValType.I32], [ValType.I32]),
            code => code.Get(0).Get(1).Op(Opcode.I32Add));
        writer.Export("run", ExternKind.Function, function);
        return Guest.Instantiate(store, writer).GetFunction("run");
    }
}
