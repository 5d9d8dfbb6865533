using System.Numerics;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Tests.Runtime.Numerics;

internal sealed class FloatOpsTests
{
    private static readonly float SignallingNaN32 = BitConverter.UInt32BitsToSingle(0xFFA0_0001);
    private static readonly double SignallingNaN64 = BitConverter.UInt64BitsToDouble(0xFFF4_0000_0000_0001);

    [Test]
    public void Arithmetic_NaNComputedOrPropagated_IsPositiveCanonical()
    {
        float[] f32 =
        [
            FloatOps.F32Add(float.PositiveInfinity, float.NegativeInfinity), FloatOps.F32Sub(1, SignallingNaN32),
            FloatOps.F32Mul(0, float.PositiveInfinity), FloatOps.F32Div(0, 0), FloatOps.F32Sqrt(-1),
            FloatOps.F32Min(SignallingNaN32, 1), FloatOps.F32Max(1, -float.NaN), FloatOps.F32Ceil(SignallingNaN32),
            FloatOps.F32Floor(SignallingNaN32), FloatOps.F32Trunc(SignallingNaN32),
                FloatOps.F32Nearest(SignallingNaN32),
            FloatOps.F32DemoteF64(SignallingNaN64),
        ];
        double[] f64 =
        [
            FloatOps.F64Add(double.PositiveInfinity, double.NegativeInfinity), FloatOps.F64Sub(1, SignallingNaN64),
            FloatOps.F64Mul(0, double.PositiveInfinity), FloatOps.F64Div(0, 0), FloatOps.F64Sqrt(-1),
            FloatOps.F64Min(SignallingNaN64, 1), FloatOps.F64Max(1, -double.NaN), FloatOps.F64Ceil(SignallingNaN64),
            FloatOps.F64Floor(SignallingNaN64), FloatOps.F64Trunc(SignallingNaN64),
                FloatOps.F64Nearest(SignallingNaN64),
            FloatOps.F64PromoteF32(SignallingNaN32),
        ];

        Assert.That(f32.Select(BitConverter.SingleToUInt32Bits), Is.All.EqualTo(FloatOps.CanonicalNaN32));
        Assert.That(f64.Select(BitConverter.DoubleToUInt64Bits), Is.All.EqualTo(FloatOps.CanonicalNaN64));
    }

    [Test]
    public void SignOperations_SignallingNaN_KeepPayload()
    {
        Assert.That(FloatOps.F32Abs(0xFFA0_0001), Is.EqualTo(0x7FA0_0001));
        Assert.That(FloatOps.F32Neg(0x7FA0_0001), Is.EqualTo(0xFFA0_0001));
        Assert.That(FloatOps.F32Copysign(0x7FA0_0001, 0x8000_0000), Is.EqualTo(0xFFA0_0001));
        Assert.That(FloatOps.F64Abs(0xFFF4_0000_0000_0001), Is.EqualTo(0x7FF4_0000_0000_0001));
        Assert.That(FloatOps.F64Neg(0x7FF4_0000_0000_0001), Is.EqualTo(0xFFF4_0000_0000_0001));
        Assert.That(FloatOps.F64Copysign(0xFFF4_0000_0000_0001, 0), Is.EqualTo(0x7FF4_0000_0000_0001));
    }

    [Test]
    public void MinAndMax_ZerosOfBothSigns_OrderThemBySign()
    {
        Assert.That(float.IsNegative(FloatOps.F32Min(0f, -0f)), Is.True);
        Assert.That(float.IsNegative(FloatOps.F32Max(-0f, 0f)), Is.False);
        Assert.That(double.IsNegative(FloatOps.F64Min(0d, -0d)), Is.True);
        Assert.That(double.IsNegative(FloatOps.F64Max(-0d, 0d)), Is.False);
    }

    [TestCase(0.5, 0.0)]
    [TestCase(1.5, 2.0)]
    [TestCase(2.5, 2.0)]
    [TestCase(-0.5, -0.0)]
    [TestCase(-2.5, -2.0)]
    [TestCase(4503599627370497.5, 4503599627370498.0)]
    public void Nearest_Tie_GoesToEvenAndKeepsSign(double x, double expected)
    {
        Assert.That(
            BitConverter.DoubleToInt64Bits(FloatOps.F64Nearest(x)),
                Is.EqualTo(BitConverter.DoubleToInt64Bits(expected)));
    }

    [Test]
    public void TrappingTruncation_AtTheEdgesOfTheRange_AnswersByTheTruncatedValue()
    {
        Assert.That(FloatOps.TryI32TruncF64S(-2147483648.9, out int low), Is.True);
        Assert.That(low, Is.EqualTo(int.MinValue));
        Assert.That(FloatOps.TryI32TruncF64S(-2147483649.0, out _), Is.False);
        Assert.That(FloatOps.TryI32TruncF64S(2147483647.9, out int high), Is.True);
        Assert.That(high, Is.EqualTo(int.MaxValue));
        Assert.That(FloatOps.TryI32TruncF32S(2147483648f, out _), Is.False);
        Assert.That(FloatOps.TryI32TruncF32S(-2147483648f, out _), Is.True);
        Assert.That(FloatOps.TryI32TruncF32S(-2147483904f, out _), Is.False);

        Assert.That(FloatOps.TryI32TruncF64U(-0.9, out uint zero), Is.True);
        Assert.That(zero, Is.Zero);
        Assert.That(FloatOps.TryI32TruncF64U(-1, out _), Is.False);
        Assert.That(FloatOps.TryI32TruncF64U(4294967295.9, out uint top), Is.True);
        Assert.That(top, Is.EqualTo(uint.MaxValue));
        Assert.That(FloatOps.TryI32TruncF32U(4294967296f, out _), Is.False);

        Assert.That(FloatOps.TryI64TruncF64S(-9223372036854775808.0, out long deep), Is.True);
        Assert.That(deep, Is.EqualTo(long.MinValue));
        Assert.That(FloatOps.TryI64TruncF64S(9223372036854775808.0, out _), Is.False);
        Assert.That(FloatOps.TryI64TruncF32S(9223372036854775808f, out _), Is.False);
        Assert.That(FloatOps.TryI64TruncF64U(18446744073709549568.0, out ulong wide), Is.True);
        Assert.That(wide, Is.EqualTo(18446744073709549568UL));
        Assert.That(FloatOps.TryI64TruncF32U(18446744073709551616f, out _), Is.False);
    }

    [Test]
    public void TrappingTruncation_NaN_AnswersFalse()
    {
        Assert.That(FloatOps.TryI32TruncF32S(float.NaN, out _), Is.False);
        Assert.That(FloatOps.TryI32TruncF32U(float.NaN, out _), Is.False);
        Assert.That(FloatOps.TryI32TruncF64S(double.NaN, out _), Is.False);
        Assert.That(FloatOps.TryI32TruncF64U(double.NaN, out _), Is.False);
        Assert.That(FloatOps.TryI64TruncF32S(float.NaN, out _), Is.False);
        Assert.That(FloatOps.TryI64TruncF32U(float.NaN, out _), Is.False);
        Assert.That(FloatOps.TryI64TruncF64S(double.NaN, out _), Is.False);
        Assert.That(FloatOps.TryI64TruncF64U(double.NaN, out _), Is.False);
    }

    [Test]
    public void SaturatingTruncation_OutOfRangeOrNaN_SaturatesOrGivesZero()
    {
        Assert.That(FloatOps.I32TruncSatF32S(float.NaN), Is.Zero);
        Assert.That(FloatOps.I32TruncSatF32S(float.NegativeInfinity), Is.EqualTo(int.MinValue));
        Assert.That(FloatOps.I32TruncSatF64S(1e300), Is.EqualTo(int.MaxValue));
        Assert.That(FloatOps.I32TruncSatF32U(-5), Is.Zero);
        Assert.That(FloatOps.I32TruncSatF64U(5e9), Is.EqualTo(uint.MaxValue));
        Assert.That(FloatOps.I64TruncSatF64S(double.NegativeInfinity), Is.EqualTo(long.MinValue));
        Assert.That(FloatOps.I64TruncSatF32S(1e30f), Is.EqualTo(long.MaxValue));
        Assert.That(FloatOps.I64TruncSatF64U(double.NaN), Is.Zero);
        Assert.That(FloatOps.I64TruncSatF32U(float.PositiveInfinity), Is.EqualTo(ulong.MaxValue));
    }

    [Test]
    public void ConvertI64ToF32_AnyValue_RoundsOnce()
    {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            // A tie in f32 that f64 cannot tell from one: half of the last place, and a little.
            long x = (random.NextInt64() >> random.Next(40)) | (1L << random.Next(40)) | (uint)random.Next(2);
            long s = random.Next(2) == 0 ? x : -x;
            Assert.That(FloatOps.F32ConvertI64S(s), Is.EqualTo(RoundOnce(s)));
            ulong u = (ulong)x | ((ulong)random.Next(2) << 63);
            Assert.That(FloatOps.F32ConvertI64U(u), Is.EqualTo(RoundOnce(u)));
        }

        Assert.That(FloatOps.F32ConvertI64S(0x7FFF_FFBF_FFFF_FFFF), Is.EqualTo(9.223371487098961920e+18f));
        Assert.That(FloatOps.F32ConvertI64U(0x8000_0080_0000_0001), Is.EqualTo(9.223373136366403584e+18f));
        Assert.That(FloatOps.F32ConvertI64S(long.MinValue), Is.EqualTo(-9223372036854775808f));
        Assert.That(FloatOps.F64ConvertI64U(ulong.MaxValue), Is.EqualTo(18446744073709551616.0));
        Assert.That(FloatOps.F64ConvertI64U(0x8000_0000_0000_0401), Is.EqualTo(9223372036854777856.0));
    }

    // Integer arithmetic only: cut to 24 bits, ties to even.
    private static float RoundOnce(BigInteger value)
    {
        BigInteger magnitude = BigInteger.Abs(value);
        int shift = Math.Max(0, (int)magnitude.GetBitLength() - 24);
        BigInteger kept = magnitude >> shift;
        BigInteger twiceRest = (magnitude - (kept << shift)) * 2;
        BigInteger one = BigInteger.One << shift;
        if (twiceRest > one || (twiceRest == one && !kept.IsEven))
        {
            kept += 1;
        }

        return MathF.ScaleB((float)(int)kept, shift) * value.Sign;
    }
}
