using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Tests.Binary;

/// <summary>The one reader of immediates: it knows every kind, and reads no byte too many or too few.</summary>
internal sealed class ImmediateReaderTests
{
    private static IEnumerable<TestCaseData> Kinds()
    {
        yield return Case(ImmediateKind.None, []);
        yield return Case(ImmediateKind.BlockType, [0x40]);
        yield return Case(ImmediateKind.Label, [0x81, 0x00]);
        yield return Case(ImmediateKind.LabelTable, [2, 0, 1, 0x82, 0x00]);
        yield return Case(ImmediateKind.Function, [1]);
        yield return Case(ImmediateKind.TypeTable, [1, 2]);
        yield return Case(ImmediateKind.Local, [1]);
        yield return Case(ImmediateKind.Global, [1]);
        yield return Case(ImmediateKind.Table, [1]);
        yield return Case(ImmediateKind.MemArg, [0x42, 1, 0x90, 0x01]);
        yield return Case(ImmediateKind.MemArgLane, [2, 7, 3]);
        yield return Case(ImmediateKind.Memory, [1]);
        yield return Case(ImmediateKind.I32, [0xFF, 0x00]);
        yield return Case(ImmediateKind.I64, [0xFF, 0xFF, 0x00]);
        yield return Case(ImmediateKind.F32, new byte[4]);
        yield return Case(ImmediateKind.F64, new byte[8]);
        yield return Case(ImmediateKind.V128, new byte[16]);
        yield return Case(ImmediateKind.RefType, [0x70]);
        yield return Case(ImmediateKind.SelectTypes, [1, 0x7F]);
        yield return Case(ImmediateKind.DataMemory, [1, 2]);
        yield return Case(ImmediateKind.Data, [1]);
        yield return Case(ImmediateKind.MemoryMemory, [1, 2]);
        yield return Case(ImmediateKind.ElementTable, [1, 2]);
        yield return Case(ImmediateKind.Element, [1]);
        yield return Case(ImmediateKind.TableTable, [1, 2]);
        yield return Case(ImmediateKind.Shuffle, new byte[16]);
        yield return Case(ImmediateKind.Lane, [3]);
    }

    [Test]
    public void Cases_NameEveryKindOnce() =>
        Assert.That(Kinds().Select(c => c.Arguments[0]), Is.EquivalentTo(Enum.GetValues<ImmediateKind>()));

    [TestCaseSource(nameof(Kinds))]
    public void Read_OfAKind_EndsBehindItsBytes(object kind, byte[] bytes)
    {
        byte[] binary = [.. bytes, 0x0B];
        var module = new ModuleDefinition { Bytes = binary, Features = WasmFeatures.All, DataCount = 2 };
        var reader = new WasmReader(binary);
        var immediates = default(Immediates);

        ImmediateReader.Read(ref reader, module, (ImmediateKind)kind, ref immediates);

        Assert.That(reader.Position, Is.EqualTo(bytes.Length));
    }

    [TestCase(ImmediateKind.TypeTable)]
    [TestCase(ImmediateKind.MemoryMemory)]
    [TestCase(ImmediateKind.ElementTable)]
    public void Read_OfTwoIndices_KeepsTheirOrder(object kind)
    {
        Immediates immediates = Read((ImmediateKind)kind, [5, 6]);

        Assert.That((immediates.X, immediates.Y), Is.EqualTo((5u, 6u)));
    }

    [Test]
    public void Read_OfOneIndex_LeavesNoSecondFromBefore()
    {
        var immediates = new Immediates { Y = 9 };
        var reader = new WasmReader([4]);

        ImmediateReader.Read(ref reader, Module([4]), ImmediateKind.Memory, ref immediates);

        Assert.That((immediates.X, immediates.Y), Is.EqualTo((4u, 0u)));
    }

    [Test]
    public void Read_OfLabels_LeavesThemInTheBinary()
    {
        byte[] binary = [2, 3, 0, 7];

        Immediates immediates = Read(ImmediateKind.LabelTable, binary);

        var labels = new List<uint>();
        foreach (uint label in immediates.Labels.Read(binary))
        {
            labels.Add(label);
        }

        Assert.That(labels, Is.EqualTo([3u, 0u, 7u]));
    }

    [Test]
    public void Read_OfMoreLabelsThanThereAreBytes_Throws()
    {
        WasmFormatException error = Assert.Throws<WasmFormatException>(
            () => Read(ImmediateKind.LabelTable, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0]));

        Assert.That(error.Detail, Is.EqualTo("unexpected end"));
    }

    [Test]
    public void ShuffleLane_OfEachPlace_IsTheByteThere()
    {
        byte[] lanes = [.. Enumerable.Range(0, 16).Select(lane => (byte)(31 - lane))];

        Immediates immediates = Read(ImmediateKind.Shuffle, lanes);

        Assert.That(Enumerable.Range(0, 16).Select(immediates.ShuffleLane), Is.EqualTo(lanes));
    }

    private static Immediates Read(ImmediateKind kind, byte[] binary)
    {
        var reader = new WasmReader(binary);
        var immediates = default(Immediates);
        ImmediateReader.Read(ref reader, Module(binary), kind, ref immediates);
        return immediates;
    }

    private static ModuleDefinition Module(byte[] binary) => new() { Bytes = binary, Features = WasmFeatures.All };

    private static TestCaseData Case(ImmediateKind kind, byte[] bytes) =>
        new TestCaseData(kind, bytes).SetArgDisplayNames(kind.ToString());
}
