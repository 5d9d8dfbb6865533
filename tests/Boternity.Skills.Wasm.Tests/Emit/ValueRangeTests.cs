using System.Numerics;
using Boternity.Skills.Wasm.Emit;
using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>What is known of a result or behind a branch, against the values themselves.</summary>
internal sealed class ValueRangeTests
{
    private static readonly uint[] Values =
    [
        0, 1, 2, 3, 4, 7, 8, 9, 12, 31, 32, 33, 255, 256, 0xFFFF, 0x10000, 0x7FFF_FFF8, 0x7FFF_FFFF, 0x8000_0000,
        0x8000_0001, 0xFFFF_FFF0, 0xFFFF_FFFE, 0xFFFF_FFFF,
    ];

    private static readonly Dictionary<Opcode, Func<uint, uint, uint>> Operations = new()
    {
        [Opcode.I32Add] = (a, b) => a + b,
        [Opcode.I32Sub] = (a, b) => a - b,
        [Opcode.I32Mul] = (a, b) => a * b,
        [Opcode.I32And] = (a, b) => a & b,
        [Opcode.I32Or] = (a, b) => a | b,
        [Opcode.I32Xor] = (a, b) => a ^ b,
        [Opcode.I32Shl] = (a, b) => a << (int)b,
        [Opcode.I32ShrU] = (a, b) => a >> (int)b,
        [Opcode.I32ShrS] = (a, b) => (uint)((int)a >> (int)b),
        [Opcode.I32DivU] = (a, b) => b == 0 ? 0 : a / b,
        [Opcode.I32RemU] = (a, b) => b == 0 ? 0 : a % b,
        [Opcode.I32DivS] = (a, b) => b == 0 || b == uint.MaxValue ? 0 : (uint)((int)a / (int)b),
        [Opcode.I32RemS] = (a, b) => b == 0 || b == uint.MaxValue ? 0 : (uint)((int)a % (int)b),
        [Opcode.I32Rotl] = (a, b) => BitOperations.RotateLeft(a, (int)b),
        [Opcode.I32Rotr] = (a, b) => BitOperations.RotateRight(a, (int)b),
    };

    private static readonly Dictionary<Opcode, Func<uint, uint, bool>> Comparisons = new()
    {
        [Opcode.I32Eq] = (a, b) => a == b,
        [Opcode.I32Ne] = (a, b) => a != b,
        [Opcode.I32LtS] = (a, b) => (int)a < (int)b,
        [Opcode.I32LtU] = (a, b) => a < b,
        [Opcode.I32GtS] = (a, b) => (int)a > (int)b,
        [Opcode.I32GtU] = (a, b) => a > b,
        [Opcode.I32LeS] = (a, b) => (int)a <= (int)b,
        [Opcode.I32LeU] = (a, b) => a <= b,
        [Opcode.I32GeS] = (a, b) => (int)a >= (int)b,
        [Opcode.I32GeU] = (a, b) => a >= b,
    };

    private static IEnumerable<Opcode> Operators => Operations.Keys;

    private static IEnumerable<Opcode> Comparers => Comparisons.Keys;

    [Test]
    public void Default_IsNoPromise() =>
        Assert.That(default(ValueRange), Is.EqualTo(new ValueRange(uint.MaxValue, 0)));

    [TestCaseSource(nameof(Operators))]
    public void Of_TwoOperands_CoversEveryResult(Opcode opcode)
    {
        foreach (ValueRange left in Ranges())
        {
            foreach (ValueRange right in Ranges())
            {
                ValueRange result = ValueRange.Of(opcode, left, right);
                foreach (uint a in In(left))
                {
                    AssertCovers(result, In(right).Select(b => Operations[opcode](a, b)), $"{a} of {left}, {right}");
                }
            }
        }
    }

    [TestCaseSource(nameof(Operators))]
    public void Of_OperandAndConstant_CoversEveryResult(Opcode opcode)
    {
        foreach (ValueRange left in Ranges())
        {
            foreach (uint constant in Values)
            {
                AssertCovers(ValueRange.Of(opcode, left, constant),
                    In(left).Select(a => Operations[opcode](a, constant)), $"{left}, {constant}");
            }
        }
    }

    [TestCase(Opcode.I32Add, 8u, 4u, 12u)]
    [TestCase(Opcode.I32Mul, 8u, 4u, 32u)]
    [TestCase(Opcode.I32Shl, 8u, 4u, 128u)]
    [TestCase(Opcode.I32ShrU, 8u, 2u, 2u)]
    [TestCase(Opcode.I32ShrS, 8u, 2u, 2u)]
    [TestCase(Opcode.I32And, uint.MaxValue, 12u, 12u)]
    [TestCase(Opcode.I32Or, 8u, 4u, 15u)]
    [TestCase(Opcode.I32DivU, uint.MaxValue, 16u, 0x0FFF_FFFFu)]
    [TestCase(Opcode.I32RemU, uint.MaxValue, 16u, 15u)]
    public void Of_OperandAndConstant_IsAsSmallAsItCanBe(Opcode opcode, uint max, uint constant, uint expected) =>
        Assert.That(
            ValueRange.Of(opcode, new ValueRange(max, 0), constant).Max,
            Is.EqualTo(expected));

    [Test]
    public void Join_OfTwo_CoversBoth()
    {
        foreach (ValueRange one in Ranges())
        {
            foreach (ValueRange other in Ranges())
            {
                AssertCovers(ValueRange.Join(one, other), In(one).Concat(In(other)), $"{one}, {other}");
            }
        }
    }

    [TestCaseSource(nameof(Comparers))]
    public void Condition_ThatHoldsOrNot_KeepsTheValuesForWhichItDoes(Opcode comparison)
    {
        foreach (ValueRange range in Ranges())
        {
            foreach (uint constant in Values)
            {
                foreach (bool isNegated in (bool[])[false, true])
                {
                    var condition = new LocalCondition(0, comparison, constant, isNegated);
                    foreach (bool holds in (bool[])[false, true])
                    {
                        AssertCovers(
                            condition.Apply(range, holds),
                            In(range).Where(a => (Comparisons[comparison](a, constant) ^ isNegated) == holds),
                            $"{range}, {constant}, {isNegated}, {holds}");
                    }
                }
            }
        }
    }

    [TestCaseSource(nameof(Comparers))]
    public void Turn_OfAComparison_IsTrueForTheOperandsTheOtherWayRound(Opcode comparison)
    {
        foreach (uint a in Values)
        {
            foreach (uint b in Values)
            {
                Assert.That(
                    Comparisons[LocalCondition.Turn(comparison)](b, a), Is.EqualTo(Comparisons[comparison](a, b)));
            }
        }
    }

    private static IEnumerable<ValueRange> Ranges() =>
        from max in Values
        from zeros in (int[])[0, 3]
        select new ValueRange(max, zeros);

    private static IEnumerable<uint> In(ValueRange range) =>
        Values.Append(range.Max).Where(value =>
            value <= range.Max && (value == 0 || BitOperations.TrailingZeroCount(value) >= range.Zeros));

    private static void AssertCovers(ValueRange range, IEnumerable<uint> values, string what)
    {
        foreach (uint value in values)
        {
            if (value > range.Max || (value != 0 && BitOperations.TrailingZeroCount(value) < range.Zeros))
            {
                Assert.Fail($"{value} is not in {range}: {what}");
            }
        }
    }
}
