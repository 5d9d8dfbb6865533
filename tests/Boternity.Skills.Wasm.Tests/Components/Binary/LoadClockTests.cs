using Boternity.Skills.Wasm.Components.Binary;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Decoding a component ends with its limit, wherever the binary makes it long.</summary>
internal sealed class LoadClockTests
{
    private static readonly byte[] Labels = Enum([.. Enumerable.Range(0, 1_000).Select(i => $"l{i}")]);

    // A section that is long in one of the ways in which a component can be.
    private static byte[] Long(string what) => what switch
    {
        "labels" => Types([.. Enumerable.Repeat(Labels, 100)]),
        "instances" => Instances([.. Enumerable.Repeat(Join([1], Vector()), 90_000)]),
        "core instances" => CoreInstances([.. Enumerable.Repeat(Join([1], Vector()), 90_000)]),
        "core types" => CoreTypes([.. Enumerable.Repeat(new byte[] { 0x60, 0, 0 }, 90_000)]),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    [TestCase("labels")]
    [TestCase("instances")]
    [TestCase("core instances")]
    [TestCase("core types")]
    public void Decode_LongSection_EndsWithTheLimit(string what)
    {
        // The clock is looked at where a section begins, which is at once, and then only as its items are read.
        byte[] binary = ToBinary(Long(what));
        Assert.That(() => ComponentDecoder.Decode(binary, clock: new LoadClock()), Throws.Nothing);
        Assert.That(
            () => ComponentDecoder.Decode(binary, clock: new LoadClock(TimeSpan.FromMilliseconds(0.5))),
            Throws.TypeOf<WasmLoadTimeoutException>());
    }

    [Test]
    public void Decode_Cancelled_Ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(
            () => ComponentDecoder.Decode(ToBinary(Long("labels")), clock: new LoadClock(null, source.Token)),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
