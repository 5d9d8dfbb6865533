using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>A module whose <c>run(n)</c> sums the numbers below n in a loop.</summary>
internal static class HotLoop
{
    /// <summary>The sum of the numbers below.</summary>
    public static int SumBelow(int n) => (int)((long)n * (n - 1) / 2);

    /// <param name="salt">Modules of different numbers are different modules.</param>
    public static byte[] Write(int salt = 0)
    {
        var module = new ModuleWriter();
        int run = module.Function(
            module.Type([ValType.I32], [ValType.I32]),
            code => code
                .I32(salt).Op(Opcode.Drop)
                .Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Loop, CodeWriter.Empty)
                .Get(0).Op(Opcode.I32Eqz).Op(Opcode.BrIf, 1)
                .Get(0).I32(1).Op(Opcode.I32Sub).Set(0)
                .Get(1).Get(0).Op(Opcode.I32Add).Set(1)
                .Op(Opcode.Br, 0).End().End()
                .Get(1),
            (1, ValType.I32));
        module.Export("run", ExternKind.Function, run);
        return module.ToArray();
    }
}
