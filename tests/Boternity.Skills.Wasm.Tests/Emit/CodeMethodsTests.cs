using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Emit;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Emit;

internal sealed class CodeMethodsTests
{
    private const int Locals = 300;

    // That there is a handle of a dynamic method is nothing that the runtime promises: a version that has none is to be
    // found here.
    [Test]
    public unsafe void Write_AMethod_CanBeCompiledAndCalledByItsAddress()
    {
        var methods = new CodeMethods(new ProgramMemory(), 1 << 20);

        RuntimeMethodHandle handle = methods.Write(typeof(long), [typeof(long)], instructions: 10, EmitSum);
        RuntimeHelpers.PrepareMethod(handle);

        Assert.That(((delegate*<long, long>)handle.GetFunctionPointer())(7), Is.EqualTo(7L * Locals));
        GC.KeepAlive(methods);
    }

    [Test]
    public void Write_AMethodThatIsGivenUp_GivesItsMemoryBack()
    {
        var memory = new ProgramMemory();
        var methods = new CodeMethods(memory, 1 << 20);

        Assert.That(
            () => methods.Write(typeof(void), [], instructions: 10, _ => throw new NotSupportedException()),
            Throws.TypeOf<NotSupportedException>());
        Assert.That(memory.HeldBytes, Is.Zero);
    }

    [Test]
    public void Write_MoreThanTheProgramMayHold_IsRefused()
    {
        var memory = new ProgramMemory();
        var methods = new CodeMethods(memory, 4_000);

        Assert.That(
            () => methods.Write(typeof(long), [typeof(long)], instructions: 10, EmitSum),
            Throws.TypeOf<CodeMemoryException>());
        Assert.That(memory.HeldBytes, Is.Zero);
    }

    // The argument into more locals than have numbers of a byte, all of them onto the IL stack, and their sum, behind a
    // switch that goes there.
    private static void EmitSum(ILGenerator il)
    {
        LocalBuilder[] locals = [.. Enumerable.Range(0, Locals).Select(_ => il.DeclareLocal(typeof(long)))];
        foreach (LocalBuilder local in locals)
        {
            il.LoadArgument(0);
            il.Emit(OpCodes.Stloc, local);
        }

        Label never = il.DefineLabel();
        Label sum = il.DefineLabel();
        il.LoadInt(1);
        il.Emit(OpCodes.Switch, [never, sum]);
        il.MarkLabel(never);
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Throw);
        il.MarkLabel(sum);
        foreach (LocalBuilder local in locals)
        {
            il.Emit(OpCodes.Ldloc, local);
        }

        for (int i = 1; i < Locals; i++)
        {
            il.Emit(OpCodes.Add);
        }

        il.Emit(OpCodes.Ret);
    }
}
