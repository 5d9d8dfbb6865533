using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime.Numerics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Boternity.Skills.Wasm.Tests.Runtime.Numerics;

/// <summary>Each instruction against its definition, lane by lane in plain integers and scalar floats.</summary>
internal sealed class SimdOpsTests
{
    private static IEnumerable<TestCaseData> BinaryCases() =>
    [
        Binary<sbyte>("i8x16.add_sat_s", SimdOps.I8x16AddSatS, (a, b) => (sbyte)Math.Clamp(a + b, -128, 127)),
        Binary<byte>("i8x16.add_sat_u", SimdOps.I8x16AddSatU, (a, b) => (byte)Math.Min(a + b, 255)),
        Binary<sbyte>("i8x16.sub_sat_s", SimdOps.I8x16SubSatS, (a, b) => (sbyte)Math.Clamp(a - b, -128, 127)),
        Binary<byte>("i8x16.sub_sat_u", SimdOps.I8x16SubSatU, (a, b) => (byte)Math.Max(a - b, 0)),
        Binary<short>("i16x8.add_sat_s", SimdOps.I16x8AddSatS, (a, b) => (short)Math.Clamp(a + b, -32768, 32767)),
        Binary<ushort>("i16x8.add_sat_u", SimdOps.I16x8AddSatU, (a, b) => (ushort)Math.Min(a + b, 65535)),
        Binary<short>("i16x8.sub_sat_s", SimdOps.I16x8SubSatS, (a, b) => (short)Math.Clamp(a - b, -32768, 32767)),
        Binary<ushort>("i16x8.sub_sat_u", SimdOps.I16x8SubSatU, (a, b) => (ushort)Math.Max(a - b, 0)),
        Binary<byte>("i8x16.avgr_u", SimdOps.I8x16AvgrU, (a, b) => (byte)((a + b + 1) / 2)),
        Binary<ushort>("i16x8.avgr_u", SimdOps.I16x8AvgrU, (a, b) => (ushort)((a + b + 1) / 2)),
        Binary<short>("i16x8.q15mulr_sat_s", SimdOps.I16x8Q15mulrSatS,
            (a, b) => (short)Math.Min(((a * b) + 0x4000) >> 15, 32767)),
        Binary<long>("i64x2.mul", SimdOps.I64x2Mul, (a, b) => unchecked(a * b)),
        Binary<sbyte>("i8x16.min_s", SimdOps.I8x16MinS, Math.Min),
        Binary<uint>("i32x4.max_u", SimdOps.I32x4MaxU, Math.Max),
        Binary<ulong>("i64x2.lt_s", SimdOps.I64x2LtS, (a, b) => (long)a < (long)b ? ulong.MaxValue : 0),
        Binary<uint>("i32x4.ge_u", SimdOps.I32x4GeU, (a, b) => a >= b ? uint.MaxValue : 0),
        Binary<float>("f32x4.min", SimdOps.F32x4Min, FloatOps.F32Min),
        Binary<float>("f32x4.max", SimdOps.F32x4Max, FloatOps.F32Max),
        Binary<float>("f32x4.add", SimdOps.F32x4Add, FloatOps.F32Add),
        Binary<float>("f32x4.div", SimdOps.F32x4Div, FloatOps.F32Div),
        Binary<float>("f32x4.pmin", SimdOps.F32x4Pmin, (a, b) => b < a ? b : a),
        Binary<float>("f32x4.pmax", SimdOps.F32x4Pmax, (a, b) => a < b ? b : a),
        Binary<double>("f64x2.min", SimdOps.F64x2Min, FloatOps.F64Min),
        Binary<double>("f64x2.max", SimdOps.F64x2Max, FloatOps.F64Max),
        Binary<double>("f64x2.mul", SimdOps.F64x2Mul, FloatOps.F64Mul),
        Binary<double>("f64x2.pmin", SimdOps.F64x2Pmin, (a, b) => b < a ? b : a),
        Binary<double>("f64x2.pmax", SimdOps.F64x2Pmax, (a, b) => a < b ? b : a),
    ];

    private static IEnumerable<TestCaseData> UnaryCases() =>
    [
        Unary<sbyte>("i8x16.abs", SimdOps.I8x16Abs, a => a < 0 ? unchecked((sbyte)-a) : a),
        Unary<long>("i64x2.abs", SimdOps.I64x2Abs, a => a < 0 ? unchecked(-a) : a),
        Unary<byte>("i8x16.popcnt", SimdOps.I8x16Popcnt, a => (byte)BitOperations.PopCount(a)),
        Unary<float>("f32x4.nearest", SimdOps.F32x4Nearest, FloatOps.F32Nearest),
        Unary<float>("f32x4.ceil", SimdOps.F32x4Ceil, FloatOps.F32Ceil),
        Unary<float>("f32x4.trunc", SimdOps.F32x4Trunc, FloatOps.F32Trunc),
        Unary<float>("f32x4.sqrt", SimdOps.F32x4Sqrt, FloatOps.F32Sqrt),
        Unary<double>("f64x2.nearest", SimdOps.F64x2Nearest, FloatOps.F64Nearest),
        Unary<double>("f64x2.floor", SimdOps.F64x2Floor, FloatOps.F64Floor),
        Unary<double>("f64x2.sqrt", SimdOps.F64x2Sqrt, FloatOps.F64Sqrt),
        Unary<uint>("f32x4.neg", SimdOps.F32x4Neg, FloatOps.F32Neg),
        Unary<ulong>("f64x2.abs", SimdOps.F64x2Abs, FloatOps.F64Abs),
        Convert<float, int>("i32x4.trunc_sat_f32x4_s", SimdOps.I32x4TruncSatF32x4S, FloatOps.I32TruncSatF32S),
        Convert<float, uint>("i32x4.trunc_sat_f32x4_u", SimdOps.I32x4TruncSatF32x4U, FloatOps.I32TruncSatF32U),
        Convert<int, float>("f32x4.convert_i32x4_s", SimdOps.F32x4ConvertI32x4S, FloatOps.F32ConvertI32S),
        Convert<uint, float>("f32x4.convert_i32x4_u", SimdOps.F32x4ConvertI32x4U, FloatOps.F32ConvertI32U),
        Convert<double, int>("i32x4.trunc_sat_f64x2_s_zero", SimdOps.I32x4TruncSatF64x2SZero, FloatOps.I32TruncSatF64S),
        Convert<double, uint>("i32x4.trunc_sat_f64x2_u_zero", SimdOps.I32x4TruncSatF64x2UZero,
            FloatOps.I32TruncSatF64U),
        Convert<int, double>("f64x2.convert_low_i32x4_s", SimdOps.F64x2ConvertLowI32x4S, FloatOps.F64ConvertI32S),
        Convert<uint, double>("f64x2.convert_low_i32x4_u", SimdOps.F64x2ConvertLowI32x4U, FloatOps.F64ConvertI32U),
        Convert<double, float>("f32x4.demote_f64x2_zero", SimdOps.F32x4DemoteF64x2Zero, FloatOps.F32DemoteF64),
        Convert<float, double>("f64x2.promote_low_f32x4", SimdOps.F64x2PromoteLowF32x4, FloatOps.F64PromoteF32),
        Convert<short, int>("i32x4.extend_low_i16x8_s", SimdOps.I32x4ExtendLowI16x8S, x => x),
    ];

    [TestCaseSource(nameof(BinaryCases))]
    public void Binary_EdgesAndRandomLanes_MatchDefinition(Func<V128, V128, V128> actual,
        Func<V128, V128, V128> expected)
    {
        foreach (V128 a in Samples(1))
        {
            foreach (V128 b in Samples(2))
            {
                Assert.That(actual(a, b), Is.EqualTo(expected(a, b)), $"{a} and {b}");
            }
        }
    }

    [TestCaseSource(nameof(UnaryCases))]
    public void Unary_EdgesAndRandomLanes_MatchDefinition(Func<V128, V128> actual, Func<V128, V128> expected)
    {
        foreach (V128 a in Samples(1))
        {
            Assert.That(actual(a), Is.EqualTo(expected(a)), $"{a}");
        }
    }

    [Test]
    public void Shift_CountBeyondWidth_IsTakenModulo()
    {
        V128 ones = V128.AllBitsSet;

        Assert.That(SimdOps.I8x16Shl(ones, 9), Is.EqualTo(Vector128.Create((byte)0xFE)));
        Assert.That(SimdOps.I16x8ShrU(ones, 17), Is.EqualTo(Vector128.Create((ushort)0x7FFF).AsByte()));
        Assert.That(SimdOps.I32x4ShrS(Vector128.Create(int.MinValue).AsByte(), 33),
            Is.EqualTo(Vector128.Create(0xC000_0000).AsByte()));
        Assert.That(SimdOps.I64x2Shl(ones, -1), Is.EqualTo(Vector128.Create(1UL << 63).AsByte()));
        Assert.That(SimdOps.I8x16ShrS(Vector128.Create((byte)0x80), 8), Is.EqualTo(Vector128.Create((byte)0x80)));
    }

    [Test]
    public void Swizzle_IndexOutOfRange_GivesZero()
    {
        V128 a = Vector128.CreateSequence((byte)100, (byte)1);
        V128 indices = Vector128.Create((byte)0, 15, 16, 31, 127, 128, 129, 143, 240, 255, 1, 2, 3, 4, 5, 6);

        Assert.That(
            SimdOps.I8x16Swizzle(a, indices),
            Is.EqualTo(Vector128.Create((byte)100, 115, 0, 0, 0, 0, 0, 0, 0, 0, 101, 102, 103, 104, 105, 106)));
    }

    [Test]
    public void Shuffle_LanesOfBoth_TakesEachFromItsVector()
    {
        V128 a = Vector128.CreateSequence((byte)0, (byte)1);
        V128 b = Vector128.CreateSequence((byte)16, (byte)1);
        V128 lanes = Vector128.Create((byte)31, 0, 16, 15, 1, 30, 7, 8, 23, 24, 2, 29, 3, 28, 4, 27);

        Assert.That(SimdOps.I8x16Shuffle(a, b, lanes), Is.EqualTo(lanes));
    }

    [Test]
    public void Narrow_SignedOperand_SaturatesToTheResultsRange()
    {
        V128 a = Vector128.Create((short)-32768, -129, -128, -1, 0, 127, 128, 32767).AsByte();

        Assert.That(
            SimdOps.I8x16NarrowI16x8S(a, a).AsSByte(),
            Is.EqualTo(Vector128.Create((sbyte)-128, -128, -128, -1, 0, 127, 127, 127, -128, -128, -128, -1, 0, 127,
                127, 127)));
        Assert.That(
            SimdOps.I8x16NarrowI16x8U(a, a),
            Is.EqualTo(Vector128.Create((byte)0, 0, 0, 0, 0, 127, 128, 255, 0, 0, 0, 0, 0, 127, 128, 255)));
        V128 wide = Vector128.Create(-32769, 65536, 65535, -1).AsByte();
        Assert.That(
            SimdOps.I16x8NarrowI32x4S(wide, wide).AsInt16(),
            Is.EqualTo(Vector128.Create((short)-32768, 32767, 32767, -1, -32768, 32767, 32767, -1)));
        Assert.That(
            SimdOps.I16x8NarrowI32x4U(wide, wide).AsUInt16(),
            Is.EqualTo(Vector128.Create((ushort)0, 65535, 65535, 0, 0, 65535, 65535, 0)));
    }

    [Test]
    public void Products_MostNegativeLanes_WrapAsDefined()
    {
        V128 minimum = Vector128.Create(short.MinValue).AsByte();

        Assert.That(SimdOps.I32x4DotI16x8S(minimum, minimum), Is.EqualTo(Vector128.Create(int.MinValue).AsByte()));
        Assert.That(SimdOps.I32x4ExtmulHighI16x8S(minimum, minimum), Is.EqualTo(Vector128.Create(1 << 30).AsByte()));
        Assert.That(SimdOps.I32x4ExtaddPairwiseI16x8S(minimum), Is.EqualTo(Vector128.Create(-65536).AsByte()));
        Assert.That(SimdOps.I16x8ExtaddPairwiseI8x16U(V128.AllBitsSet),
            Is.EqualTo(Vector128.Create((short)510).AsByte()));
        Assert.That(SimdOps.I32x4ExtaddPairwiseI16x8U(V128.AllBitsSet), Is.EqualTo(Vector128.Create(131070).AsByte()));
    }

    [Test]
    public void Reductions_MixedLanes_GiveOneInteger()
    {
        V128 oneByteZero = V128.AllBitsSet.WithElement(5, (byte)0);

        Assert.That(SimdOps.I8x16AllTrue(oneByteZero), Is.Zero);
        Assert.That(SimdOps.I16x8AllTrue(oneByteZero), Is.EqualTo(1));
        Assert.That(SimdOps.V128AnyTrue(V128.Zero), Is.Zero);
        Assert.That(SimdOps.V128AnyTrue(V128.Zero.WithElement(15, (byte)1)), Is.EqualTo(1));
        Assert.That(SimdOps.I8x16Bitmask(oneByteZero), Is.EqualTo(0xFFDF));
        Assert.That(SimdOps.I64x2Bitmask(Vector128.Create(-1L, 1L).AsByte()), Is.EqualTo(1));
    }

    [Test]
    public void SimdOps_EveryVectorInstruction_HasAMethodOfItsName()
    {
        HashSet<string> methods = [.. typeof(SimdOps).GetMethods().Select(method => method.Name)];
        IEnumerable<string> instructions = OpcodeTable.All
            .Where(info => info.Feature == WasmFeatures.Simd && info.Immediate is ImmediateKind.None
                or ImmediateKind.Lane or ImmediateKind.Shuffle)
            .Select(info => info.Opcode.ToString())
            .Where(name => name.Contains('x', StringComparison.Ordinal)
                || name.StartsWith("V128", StringComparison.Ordinal));

        Assert.That(instructions.Except(methods), Is.Empty);
        Assert.That(methods, Has.Count.GreaterThan(200));
    }

    private static TestCaseData Binary<T>(string name, Func<V128, V128, V128> actual, Func<T, T, T> lane)
        where T : unmanaged
    {
        V128 Expected(V128 a, V128 b)
        {
            T[] x = Lanes<T>(a);
            T[] y = Lanes<T>(b);
            return FromLanes(x.Select((value, i) => lane(value, y[i])));
        }

        return new TestCaseData(actual, (Func<V128, V128, V128>)Expected).SetArgDisplayNames(name);
    }

    private static TestCaseData Unary<T>(string name, Func<V128, V128> actual, Func<T, T> lane)
        where T : unmanaged => Convert(name, actual, lane);

    // A conversion between widths takes the low lanes and fills with zeros.
    private static TestCaseData Convert<TIn, TOut>(string name, Func<V128, V128> actual, Func<TIn, TOut> lane)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        V128 Expected(V128 a) => FromLanes(Lanes<TIn>(a).Take(Vector128<TOut>.Count).Select(lane));
        return new TestCaseData(actual, (Func<V128, V128>)Expected).SetArgDisplayNames(name);
    }

    private static T[] Lanes<T>(V128 vector)
        where T : unmanaged => MemoryMarshal.Cast<V128, T>(new ReadOnlySpan<V128>(in vector)).ToArray();

    private static V128 FromLanes<T>(IEnumerable<T> lanes)
        where T : unmanaged
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.AsBytes<T>(lanes.ToArray()).CopyTo(bytes);
        return Vector128.Create(bytes);
    }

    private static List<V128> Samples(int seed)
    {
        uint[] f32 = [0, 0x8000_0000, 0x3F00_0000, 0xBFC0_0000, 0x4B00_0001, 0x4F00_0000, 0xCF00_0001, 0x4F80_0000,
            0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0xFFA0_0001, 1];
        double[] f64 = [0d, -0d, 0.5, -2.5, 2147483647.5, -2147483649, 4294967296, 1e300, double.NegativeInfinity,
            double.NaN, BitConverter.UInt64BitsToDouble(0x7FF4_0000_0000_0001), double.Epsilon];
        byte[] i8 = [0, 1, 127, 128, 129, 255];
        var random = new Random(seed);
        var samples = new List<V128>();
        for (int i = 0; i < 40; i++)
        {
            samples.Add(FromLanes(Enumerable.Range(0, 4).Select(_ => f32[random.Next(f32.Length)])));
            samples.Add(FromLanes(Enumerable.Range(0, 2).Select(_ => f64[random.Next(f64.Length)])));
            samples.Add(FromLanes(Enumerable.Range(0, 16).Select(_ => i8[random.Next(i8.Length)])));
            samples.Add(FromLanes(Enumerable.Range(0, 2).Select(_ => random.NextInt64() ^ (random.NextInt64() << 1))));
        }

        return samples;
    }
}
