using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Clocks;
using Boternity.Skills.Wasm.Wasi.Filesystem;
using Boternity.Skills.Wasm.Wasi.Http;
using Boternity.Skills.Wasm.Wasi.Io;
using Boternity.Skills.Wasm.Wasi.Sockets;

namespace Boternity.Skills.Wasm.Tests.Wasi;

/// <summary>What is charged to a guest is what it can reach, whatever it makes and drops, in whatever order.</summary>
internal sealed class HostMemoryPropertyTests
{
    private const int Runs = 200;
    private const int Steps = 200;

    [Test]
    public void Resources_OfEveryKind_AreChargedWhileTheyAreReachable()
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var guest = new TestGuest(
                new GuestOptions { System = new GuestSystem { Http = new EmptyHttp(), StandardInput = new byte[10] } },
                maxBytes: 1 << 30);
            var handles = new List<HostObject>();
            var contents = new List<(WasiOutgoingContent Content, int Length)>();
            for (int step = 0; step < Steps; step++)
            {
                if (handles.Count > 0 && random.Next(3) == 0)
                {
                    int index = random.Next(handles.Count);
                    handles[index].Dispose();
                    handles.RemoveAt(index);
                }
                else
                {
                    Make(random.Next(14), guest, random, handles, contents);
                }

                guest.Memory.Settle();
                long reachable = contents.Sum(content => (long)content.Content.Bytes.Length);
                Assert.That(
                    guest.Reserved,
                    Is.GreaterThanOrEqualTo(reachable + (handles.Count * 64L)),
                    $"seed {seed}, step {step}");
            }

            foreach (HostObject handle in handles)
            {
                handle.Dispose();
            }

            guest.Memory.Settle();
            Assert.That(guest.Reserved, Is.Zero, $"seed {seed}: everything was dropped");
            Assert.That(
                contents.Sum(content => content.Content.Bytes.Length),
                Is.Zero,
                $"seed {seed}: the bytes are gone, too");
        }
    }

    [Test]
    public void OutgoingBody_DroppedWhileItsStreamLives_LetsGoOfItsBytes()
    {
        var guest = new TestGuest();
        var streams = new List<WasiOutputStream>();

        for (int i = 0; i < 1_000; i++)
        {
            var content = new WasiOutgoingContent(guest, 4 << 20);
            var body = new WasiOutgoingBody(guest, content);
            var stream = new WasiOutgoingBodyStream(guest, content);
            stream.Write(new byte[1 << 20]);
            body.Dispose();
            streams.Add(stream);
            Assert.That((content.Bytes.Length, stream.IsClosed), Is.EqualTo((0, true)));
        }

        guest.Memory.Settle();
        Assert.That(guest.Reserved, Is.InRange(streams.Count * 64L, 1 << 20));
        Assert.That(guest.Peak, Is.InRange(1 << 20, 8 << 20));
    }

    [Test]
    public void OutgoingBody_KeptWhileItsStreamGoes_StaysCharged()
    {
        var guest = new TestGuest();
        var content = new WasiOutgoingContent(guest, 4 << 20);
        var body = new WasiOutgoingBody(guest, content);

        using (var stream = new WasiOutgoingBodyStream(guest, content))
        {
            stream.Write(new byte[1 << 20]);
        }

        guest.Memory.Settle();
        Assert.That(guest.Reserved, Is.GreaterThanOrEqualTo(1 << 20));
        body.Dispose();
        guest.Memory.Settle();
        Assert.That(guest.Reserved, Is.Zero);
    }

    [Test]
    public void Output_Captured_IsCharged()
    {
        var guest = new TestGuest();

        guest.Options.Output.Write(new byte[100_000]);

        Assert.That(guest.Reserved, Is.InRange(100_000, 300_000));
    }

    private static void Make(
        int kind, TestGuest guest, Random random, List<HostObject> handles, List<(WasiOutgoingContent, int)> contents)
    {
        switch (kind)
        {
            case 0:
                handles.Add(new WasiPollable(guest));
                break;
            case 1:
                handles.Add(new WasiClockPollable(guest, 1));
                break;
            case 2:
                handles.Add(new WasiStandardInputStream(guest));
                break;
            case 3:
                handles.Add(new WasiCaptureOutput(guest, guest.Options.Output));
                break;
            case 4:
                handles.Add(new WasiNetwork(guest));
                break;
            case 5:
                handles.Add(new WasiRequestOptions(guest));
                break;
            case 6:
                var fields = new WasiFields(guest);
                fields.Add("a", new byte[random.Next(1_000)]);
                fields.Add("b", new byte[random.Next(1_000)]);
                fields.Remove("A");
                handles.Add(fields);
                handles.Add(fields.Clone(asImmutable: true));
                break;
            case 7:
                handles.Add(new WasiOutgoingResponse(guest, new WasiFields(guest)));
                break;
            case 8:
                handles.Add(new WasiError(guest, new GuestFileException(GuestFileError.Io)));
                break;
            case 9:
                handles.Add(WasiDescriptor.Of(guest, new EmptyDirectory()));
                break;
            case 10:
                handles.Add(new WasiDirectoryEntries(guest, new EmptyDirectory()));
                break;
            case 11:
                MakeRequest(guest, random, handles, contents);
                break;
            case 12:
                MakeExchange(guest, random, handles);
                break;
            default:
                handles.Add(new WasiFutureTrailers(guest));
                break;
        }
    }

    private static void MakeRequest(
        TestGuest guest, Random random, List<HostObject> handles, List<(WasiOutgoingContent, int)> contents)
    {
        var request = new WasiOutgoingRequest(guest, new WasiFields(guest)) { Authority = "example.com", Path = "/" };
        request.Path = new string('p', random.Next(100));
        var content = new WasiOutgoingContent(guest, 1 << 20);
        var body = new WasiOutgoingBody(guest, content);
        request.Content = content;
        var stream = new WasiOutgoingBodyStream(guest, content);
        stream.Write(new byte[random.Next(1, 50_000)]);
        contents.Add((content, content.Bytes.Length));
        handles.AddRange([request, body, stream]);
        if (random.Next(2) == 0)
        {
            content.Finish(isComplete: true);
        }
    }

    private static void MakeExchange(TestGuest guest, Random random, List<HostObject> handles)
    {
        var exchange = new WasiExchange(guest, new GuestHttpRequest { Method = "GET", Url = "https://example.com/" });
        var future = new WasiFutureResponse(guest, exchange, Task.FromResult<IGuestHttpResponse>(new EmptyResponse()));
        handles.Add(future);
        if (random.Next(3) == 0)
        {
            return;
        }

        var response = new WasiIncomingResponse(guest, future.Take());
        handles.Add(response);
        handles.Add(WasiFields.OfResponse(guest, response.Response.Headers));
        if (random.Next(3) > 0)
        {
            WasiIncomingBody body = response.Consume();
            handles.Add(body);
            handles.Add(new WasiIncomingBodyStream(guest, body));
        }
    }

    private sealed class EmptyHttp : IGuestHttp
    {
        public int MaxRequestBytes => 1 << 20;

        public Task<IGuestHttpResponse> SendAsync(
            GuestHttpRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult<IGuestHttpResponse>(new EmptyResponse());
    }

    private sealed class EmptyResponse : IGuestHttpResponse
    {
        public int Status => 200;

        public IReadOnlyList<KeyValuePair<string, string>> Headers => [new("content-type", "text/plain")];

        public ValueTask<int> ReadAsync(Memory<byte> buffer) => new(0);

        public void Dispose()
        {
            // It holds nothing.
        }
    }

    private sealed class EmptyDirectory : IGuestDirectory
    {
        public bool CanWrite => false;

        public IGuestDirectory OpenDirectory(string path) => new EmptyDirectory();

        public IGuestFile OpenFile(string path, GuestOpenFlags flags) =>
            throw new GuestFileException(GuestFileError.NotFound);

        public GuestFileInfo GetInfo(string path) => throw new GuestFileException(GuestFileError.NotFound);

        public IEnumerable<GuestDirectoryEntry> List() =>
            Enumerable.Range(0, 10)
                .Select(number => new GuestDirectoryEntry { Name = $"f{number}", Kind = GuestFileKind.RegularFile });

        public void CreateDirectory(string path) => throw new GuestFileException(GuestFileError.ReadOnly);

        public void RemoveDirectory(string path) => throw new GuestFileException(GuestFileError.ReadOnly);

        public void RemoveFile(string path) => throw new GuestFileException(GuestFileError.ReadOnly);

        public void Rename(string path, IGuestDirectory target, string targetPath) =>
            throw new GuestFileException(GuestFileError.ReadOnly);

        public void Sync()
        {
            // Nothing is written.
        }

        public void Dispose()
        {
            // Nothing is open.
        }
    }
}
