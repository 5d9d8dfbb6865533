using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Interpretation;

namespace Boternity.Skills.Wasm.Tests.Interpretation;

/// <summary>Register code has the encodings of WebAssembly where both do the same; the translator converts one to the
/// other by number.</summary>
internal sealed class RegisterOpTests
{
    // Scalar accesses, and numeric instructions without immediates: what the translator converts.
    private static IEnumerable<OpcodeInfo> Converted => OpcodeTable.All.Where(info =>
        (int)info.Opcode <= byte.MaxValue
        && info.HasFixedSignature
        && info.Opcode != Opcode.Nop
        && info.Immediate is ImmediateKind.None or ImmediateKind.MemArg
        && (int)info.Opcode <= byte.MaxValue);

    [Test]
    public void RegisterOp_OfAConvertedOpcode_HasItsNameAndNumber()
    {
        var expected = Converted.Select(info => (info.Opcode.ToString(), (int)info.Opcode));

        Assert.That(expected.Select(pair => (((RegisterOp)pair.Item2).ToString(), pair.Item2)), Is.EqualTo(expected));
    }

    [Test]
    public void RegisterOp_ThatIsTheInterpretersOwn_HasNoNumberOfAConvertedOpcode()
    {
        HashSet<string> converted = [.. Converted.Select(info => info.Opcode.ToString())];
        HashSet<int> numbers = [.. Converted.Select(info => (int)info.Opcode)];

        IEnumerable<RegisterOp> own = Enum.GetValues<RegisterOp>().Where(op => !converted.Contains(op.ToString()));

        Assert.That(own.Where(op => numbers.Contains((int)op)), Is.Empty);
    }

    [Test]
    public void RegisterOps_ThatShareANameWithAnOpcode_AreConverted()
    {
        // Those that do the same by another number are named here, so that no other slips in.
        RegisterOp[] renumbered =
        [
            RegisterOp.Nop, RegisterOp.Unreachable, RegisterOp.Br, RegisterOp.BrIf, RegisterOp.BrTable,
            RegisterOp.Return, RegisterOp.Call, RegisterOp.CallIndirect, RegisterOp.ReturnCall,
            RegisterOp.ReturnCallIndirect, RegisterOp.Select, RegisterOp.GlobalGet, RegisterOp.GlobalSet,
            RegisterOp.MemorySize, RegisterOp.MemoryGrow,
        ];
        HashSet<string> converted = [.. Converted.Select(info => info.Opcode.ToString())];

        IEnumerable<RegisterOp> shared = Enum.GetValues<RegisterOp>()
            .Where(op => Enum.TryParse(op.ToString(), out Opcode _) && !converted.Contains(op.ToString()));

        Assert.That(shared, Is.EquivalentTo(renumbered));
    }

    [Test]
    public void RegisterOps_OfComparisons_StandInTheOrderThatTheirFormsAreFoundBy()
    {
        string[] comparisons = ["Eq", "Ne", "LtS", "LtU", "GtS", "GtU", "LeS", "LeU", "GeS", "GeU"];
        foreach (string type in (string[])["I32", "I64"])
        {
            foreach (string format in (string[])["{0}{1}", "{0}{1}Const", "Br{0}{1}", "Br{0}{1}Const"])
            {
                int[] numbers =
                [
                    .. comparisons.Select(c => (int)Enum.Parse<RegisterOp>(string.Format(format, type, c))),
                ];

                Assert.That(numbers, Is.EqualTo(Enumerable.Range(numbers[0], comparisons.Length)));
            }
        }
    }
}
