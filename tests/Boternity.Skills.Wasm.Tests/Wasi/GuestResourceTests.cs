using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Http;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Tests.Wasi;

internal sealed class GuestResourceTests
{
    [Test]
    public void Defaults_OfAGuest_GiveNothingAway()
    {
        var guest = new TestGuest();

        Assert.That(guest.Environment, Is.Empty);
        Assert.That(guest.System.Arguments, Is.Empty);
        Assert.That(guest.Directories, Is.Empty);
        Assert.That(guest.System.Http, Is.Null);
        Assert.That(new WasiStandardInputStream(guest).Read(new byte[1]), Is.EqualTo(-1));
    }

    [Test]
    public void Monotonic_FromTheStart_CountsNanoseconds()
    {
        var time = new FixedTime();
        var clock = new GuestClock(time, TimeSpan.Zero);

        Assert.That(clock.Monotonic, Is.Zero);
        time.Advance(2_000_001);
        Assert.That(clock.Monotonic, Is.EqualTo(2_000_001_000UL));
    }

    [TestCase(OutputCaptureMode.First, "abcd")]
    [TestCase(OutputCaptureMode.Last, "efgh")]
    public void Capture_MoreThanItHolds_KeepsItsEnd(object end, string kept)
    {
        var capture = new OutputCapture(4, (OutputCaptureMode)end);
        capture.Write("abc"u8);
        capture.Write("defgh"u8);

        Assert.That((capture.ToString(), capture.Written, capture.IsTruncated), Is.EqualTo((kept, 8L, true)));
    }

    [Test]
    public void Capture_OfAll_EndsTheRunAtItsLimit()
    {
        var capture = new OutputCapture(4, OutputCaptureMode.All);
        capture.Write("abcd"u8);

        Assert.That(
            () => capture.Write("e"u8), Throws.TypeOf<OutputLimitException>().With.Property("Limit").EqualTo(4));
    }

    [Test]
    public void Fields_CountlessAndLarge_AreBoundedTogether()
    {
        var guest = new TestGuest();
        var kept = new List<WasiFields>();

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                var fields = new WasiFields(guest);
                kept.Add(fields);
                fields.Add("a", new byte[100_000]);
            }
        })!;

        Assert.That(trap.Code, Is.EqualTo(TrapCode.HostMemoryExhausted));
        Assert.That(kept, Has.Count.InRange(600, 700));
    }

    [Test]
    public void Fields_Dropped_MakeRoom()
    {
        var guest = new TestGuest();

        for (int i = 0; i < 2_000; i++)
        {
            using var fields = new WasiFields(guest);
            fields.Add("a", new byte[100_000]);
            using WasiFields clone = fields.Clone(asImmutable: true);
            fields.Remove("A");
            fields.Add("b", new byte[100_000]);
        }
    }

    [Test]
    public void Fields_OneThatGrows_IsBounded()
    {
        var fields = new WasiFields(new TestGuest());

        Assert.That(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                fields.Add("a", []);
            }
        }, Throws.TypeOf<WasmTrapException>());
    }

    [Test]
    public void Body_NeverSent_IsBoundedWithAllOthers()
    {
        var guest = new TestGuest();

        Assert.That(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                new WasiOutgoingContent(guest, 4 << 20).Write(new byte[2 << 20]);
            }
        }, Throws.TypeOf<WasmTrapException>());
    }

    [Test]
    public void Body_OverTheLimitOfARequest_FailsAsAStream()
    {
        var body = new WasiOutgoingContent(new TestGuest(), 10);

        Assert.That(() => body.Write(new byte[11]), Throws.TypeOf<WasiStreamException>());
    }
}
