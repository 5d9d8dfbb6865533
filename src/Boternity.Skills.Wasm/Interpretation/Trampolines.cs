using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Code that frames return to when their caller is not a function of the same instance.</summary>
internal static unsafe class Trampolines
{
    private static readonly Instr[] Code = Make();

    /// <summary>Leaves the loop.</summary>
    public static Instr* Exit => (Instr*)Unsafe.AsPointer(ref Code[0]);

    /// <summary>Goes back to the instance that called.</summary>
    public static Instr* CrossReturn => Exit + 1;

    public static bool IsTrampoline(Instr* code) => code == Exit || code == CrossReturn;

    private static Instr[] Make()
    {
        Instr[] code = GC.AllocateArray<Instr>(2, pinned: true);
        code[0].Op = RegisterOp.Exit;
        code[1].Op = RegisterOp.CrossReturn;
        return code;
    }
}
