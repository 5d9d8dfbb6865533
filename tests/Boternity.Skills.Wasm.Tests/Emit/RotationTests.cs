using System.Numerics;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>Branches on what a rotation gives, in every way that one can be written: the JIT of .NET 10 believes that a
/// rotation by a constant sets the zero flag.</summary>
internal sealed class RotationTests(string tier) : OnEachTier(tier)
{
    private const int Amount = 5;

    private static readonly int[] Inputs = [0, 1, -1, int.MinValue, int.MaxValue, 1 << 27, 1 << 26, 0x1234_5678];

    private static readonly Dictionary<string, Action<CodeWriter>> Rotations = new()
    {
        ["rotl"] = code => code.Get(0).I32(Amount).Op(Opcode.I32Rotl),
        ["rotr"] = code => code.Get(0).I32(32 - Amount).Op(Opcode.I32Rotr),
        ["shifts and or"] = code => Shift(code).Op(Opcode.I32Or),
        ["shifts and xor"] = code => Shift(code).Op(Opcode.I32Xor),
        ["shifts and add"] = code => Shift(code).Op(Opcode.I32Add),
        ["wide"] = code => code.Get(0).Op(Opcode.I64ExtendI32U).Get(0).Op(Opcode.I64ExtendI32U)
            .I64(32).Op(Opcode.I64Shl).Op(Opcode.I64Or).I64(Amount).Op(Opcode.I64Rotl).Op(Opcode.I32WrapI64),
    };

    // What changes nothing, but may hide where a value comes from.
    private static readonly Dictionary<string, Action<CodeWriter>> Disguises = new()
    {
        ["as it is"] = _ => { },
        ["xor 0"] = code => code.I32(0).Op(Opcode.I32Xor),
        ["add 0"] = code => code.I32(0).Op(Opcode.I32Add),
        ["and -1"] = code => code.I32(-1).Op(Opcode.I32And),
        ["mul 1"] = code => code.I32(1).Op(Opcode.I32Mul),
        ["shl 0"] = code => code.I32(0).Op(Opcode.I32Shl),
        ["rotated by 0"] = code => code.I32(0).Op(Opcode.I32Rotl),
        ["in a local"] = code => code.Set(1).Get(1),
        ["in a local, kept"] = code => code.Op(Opcode.LocalTee, 1),
        ["minus a local of 0"] = code => code.Get(2).Op(Opcode.I32Sub),
        ["in memory"] = code => code.Set(1).I32(8).Get(1).Op(Opcode.I32Store, 2, 0).I32(8).Op(Opcode.I32Load, 2, 0),
    };

    // Each gives 1 for what is not zero, or where it says so for what is negative.
    private static readonly Dictionary<string, (Action<CodeWriter> Write, Func<int, int> Expected)> Questions = new()
    {
        ["if"] = (code => code.Op(Opcode.If, I32).I32(1).Op(Opcode.Else).I32(0).End(), value => value != 0 ? 1 : 0),
        ["br_if"] = (
            code => code.Set(1).Op(Opcode.Block, CodeWriter.Empty).Get(1).Op(Opcode.BrIf, 0).I32(0)
                .Op(Opcode.Return).End().I32(1),
            value => value != 0 ? 1 : 0),
        ["select"] = (
            code => code.Set(1).I32(1).I32(0).Get(1).Op(Opcode.Select), value => value != 0 ? 1 : 0),
        ["eqz"] = (code => code.Op(Opcode.I32Eqz), value => value == 0 ? 1 : 0),
        ["ne 0"] = (code => code.I32(0).Op(Opcode.I32Ne), value => value != 0 ? 1 : 0),
        ["lt_s 0"] = (code => code.I32(0).Op(Opcode.I32LtS), value => value < 0 ? 1 : 0),
        ["ge_s 0 in an if"] = (
            code => code.I32(0).Op(Opcode.I32GeS).Op(Opcode.If, I32).I32(1).Op(Opcode.Else).I32(0).End(),
            value => value >= 0 ? 1 : 0),
        ["br_table"] = (
            code => code.Set(1).Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Block, CodeWriter.Empty).Get(1)
                .Op(Opcode.BrTable, 1, 0, 1).End().I32(0).Op(Opcode.Return).End().I32(1),
            value => value != 0 ? 1 : 0),
        ["div_u by it"] = (
            code => code.Set(1).Op(Opcode.Block, CodeWriter.Empty).Get(1).Op(Opcode.BrIf, 0).I32(0)
                .Op(Opcode.Return).End().I32(1).I32(3).Get(1).Op(Opcode.I32DivU).Op(Opcode.Drop),
            value => value != 0 ? 1 : 0),
    };

    private static long I32 => CodeWriter.TypeOf(ValType.I32);

    public static IEnumerable<TestCaseData> Cases() =>
        from rotation in Rotations.Keys
        from disguise in Disguises.Keys
        select new TestCaseData(rotation, disguise);

    [TestCaseSource(nameof(Cases))]
    public void Branch_OnARotation_GoesWhereItShould(string rotation, string disguise)
    {
        var module = new ModuleWriter();
        module.Memory(1);
        foreach ((string name, (Action<CodeWriter> write, _)) in Questions)
        {
            int function = module.Function(
                module.Type([ValType.I32], [ValType.I32]),
                code =>
                {
                    Rotations[rotation](code);
                    Disguises[disguise](code);
                    write(code);
                },
                (2, ValType.I32));
            module.Export(name, ExternKind.Function, function);
        }

        using Store store = Guest.Engine.CreateStore();
        Instance instance = Guest.Instantiate(store, module);

        Assert.Multiple(() =>
        {
            foreach ((string name, (_, Func<int, int> expected)) in Questions)
            {
                Function function = instance.GetFunction(name);
                foreach (int input in Inputs)
                {
                    int value = (int)BitOperations.RotateLeft((uint)input, Amount);
                    Assert.That(
                        (int)function.Invoke((uint)input)[0], Is.EqualTo(expected(value)), $"{name} of {input:x}");
                }
            }
        });
    }

    private static CodeWriter Shift(CodeWriter code) =>
        code.Get(0).I32(Amount).Op(Opcode.I32Shl).Get(0).I32(32 - Amount).Op(Opcode.I32ShrU);
}
