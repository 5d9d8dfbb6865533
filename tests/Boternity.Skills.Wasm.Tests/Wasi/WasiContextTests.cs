using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Wasm.Tests.Wasi;

internal sealed class WasiContextTests
{
    [Test]
    public void Defaults_OfAContext_GiveNothingAway()
    {
        var wasi = new WasiContext();

        Assert.That(wasi.Environment, Is.Empty);
        Assert.That(wasi.Arguments, Is.Empty);
        Assert.That(wasi.Preopens, Is.Empty);
        Assert.That(wasi.Http, Is.Null);
        Assert.That(wasi.InputStream.Read(new byte[1]), Is.EqualTo(-1));
    }

    [Test]
    public void Monotonic_FromTheStart_CountsNanoseconds()
    {
        var time = new FixedTime();
        var wasi = new WasiContext { Time = time };

        Assert.That(wasi.Monotonic, Is.Zero);
        time.Advance(2_000_001);
        Assert.That(wasi.Monotonic, Is.EqualTo(2_000_001_000UL));
    }

    [TestCase(WasiCaptureEnd.First, "abcd")]
    [TestCase(WasiCaptureEnd.Last, "efgh")]
    public void Capture_MoreThanItHolds_KeepsItsEnd(object end, string kept)
    {
        var capture = new WasiCapture(4, (WasiCaptureEnd)end);
        capture.Write("abc"u8);
        capture.Write("defgh"u8);

        Assert.That((capture.ToString(), capture.Written, capture.IsTruncated), Is.EqualTo((kept, 8L, true)));
    }

    [Test]
    public void Capture_OfAll_EndsTheRunAtItsLimit()
    {
        var capture = new WasiCapture(4, WasiCaptureEnd.All);
        capture.Write("abcd"u8);

        Assert.That(() => capture.Write("e"u8), Throws.TypeOf<WasiOutputLimitException>().With.Property("Limit").EqualTo(4));
    }

    [Test]
    public void Fields_CountlessAndLarge_AreBoundedTogether()
    {
        var wasi = new WasiContext();
        var kept = new List<WasiFields>();

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                var fields = new WasiFields(wasi);
                kept.Add(fields);
                fields.Add("a", new byte[100_000]);
            }
        })!;

        Assert.That(trap.Message, Does.Contain("bytes of the host"));
        Assert.That(kept, Has.Count.InRange(600, 700));
    }

    [Test]
    public void Fields_Dropped_MakeRoom()
    {
        var wasi = new WasiContext();

        for (int i = 0; i < 2_000; i++)
        {
            using var fields = new WasiFields(wasi);
            fields.Add("a", new byte[100_000]);
            using WasiFields clone = fields.Clone(wasi, isImmutable: true);
            fields.Remove("A");
            fields.Add("b", new byte[100_000]);
        }
    }

    [Test]
    public void Fields_OneThatGrows_IsBounded()
    {
        var fields = new WasiFields(new WasiContext());

        Assert.That(() =>
        {
            for (int i = 0; i < 100_000; i++) fields.Add("a", []);
        }, Throws.TypeOf<WasmTrapException>());
    }

    [Test]
    public void Body_NeverSent_IsBoundedWithAllOthers()
    {
        var wasi = new WasiContext();

        Assert.That(() =>
        {
            for (int i = 0; i < 100; i++) new WasiOutgoingBody(wasi, 4 << 20).Write(new byte[2 << 20]);
        }, Throws.TypeOf<WasmTrapException>());
    }

    [Test]
    public void Body_OverTheLimitOfARequest_FailsAsAStream()
    {
        using var body = new WasiOutgoingBody(new WasiContext(), 10);

        Assert.That(() => body.Write(new byte[11]), Throws.TypeOf<WasiStreamException>());
    }
}
