using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using Boternity.Skills.Testing.Writing;
using FsCheck.Fluent;

namespace Boternity.Skills.Wasm.Tests.Interpretation;

/// <summary>
/// The translator keeps operands as locals and constants for as long as it can, and joins instructions. Random programs
/// over four locals, with blocks, conditions and branches that carry values, must do what a machine does that keeps
/// everything on a stack.
/// </summary>
internal sealed class TranslatorProperties
{
    [Test]
    public void Program_OfRandomInstructions_DoesWhatAPlainStackMachineDoes() =>
        FsCheck.Check.One(
            FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1500),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Execute(new StackProgram(seed))));

    [Test]
    public void Comparison_OfAnyKindAndPlace_IsTheSameAsValueAndAsBranch(
        [Range(0x46, 0x4F)] int opcode, [Values(-1, 0, 1, 7, int.MinValue, int.MaxValue)] int left,
            [Values(-1, 0, 7, int.MaxValue)] int right)
    {
        var compare = (Opcode)opcode;
        int[] answers =
        [
            Run(code => code.Get(0).Get(1).Op(compare), left, right),
            Run(code => code.Get(0).I32(right).Op(compare), left, right),
            Run(code => code.I32(left).Get(1).Op(compare), left, right),
            Run(code => code.I32(left).I32(right).Op(compare), left, right),
            Run(code =>
                code.Get(0).Get(1).Op(compare).Op(Opcode.If, CodeWriter.TypeOf(ValType.I32)).I32(1).Op(Opcode.Else)
                    .I32(0).End(), left, right),
            Run(code =>
                code.Op(Opcode.Block, CodeWriter.Empty).Get(0).I32(right).Op(compare).Op(Opcode.BrIf, 0).I32(0)
                    .Op(Opcode.Return).End().I32(1), left, right),
            Run(code =>
                code.Op(Opcode.Block, CodeWriter.Empty).I32(left).Get(1).Op(compare).Op(Opcode.I32Eqz)
                    .Op(Opcode.BrIf, 0)
                    .I32(1).Op(Opcode.Return).End().I32(0), left, right),
        ];

        Assert.That(answers, Is.All.EqualTo(StackProgram.Calculate(compare, left, right)));
    }

    private static bool Execute(StackProgram program)
    {
        int expected = program.Evaluate(3, -5);
        int actual = Run(program.Write, 3, -5);
        Assert.That(actual, Is.EqualTo(expected), () => program.ToString());
        return true;
    }

    private static int Run(Func<CodeWriter, CodeWriter> body, int left, int right)
    {
        var writer = new ModuleWriter();
        int function = writer.Function(writer.Type([ValType.I32, ValType.I32], [ValType.I32]), code => body(code),
            (2, ValType.I32));
        writer.Export("run", ExternKind.Function, function);
        using Store store = Guest.Engine.CreateStore();
        return Guest.Instantiate(store, writer).GetFunction("run").AsFunc<int, int, int>()(left, right);
    }
}
