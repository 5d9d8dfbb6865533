using System.Buffers;
using System.Text;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Execution;

/// <summary>What the host holds to answer a script: no more than what the run is charged.</summary>
[NonParallelizable]
internal sealed class ScriptHostCallsTests
{
    private const int Bytes = 8 * 1024 * 1024;

    [Test]
    public async Task Send_LargeAnswer_IsHeldOnceInPiecesOfWhatIsCharged()
    {
        byte[] body = [.. Enumerable.Range(0, Bytes + 17).Select(static i => (byte)i)];
        await using WebServer server = await WebServer.StartAsync(
            context => context.Response.Body.WriteAsync(body).AsTask());
        var options = new SkillHostOptions { MaxHttpResponseBytes = Bytes * 2 };
        using var host = new TestHost(given => given.MaxHttpResponseBytes = Bytes * 2);
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));
        var calls = new ScriptHostCalls(session, options, (_, _) => throw new InvalidOperationException());
        byte[] request = Encoding.UTF8.GetBytes(
            $$"""{"method":"GET","url":"{{server.Url("127.0.0.1")}}"}""");
        await AnswerAsync(calls, request);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        ReadOnlySequence<byte> answer = await AnswerAsync(calls, request);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        long header = answer.PositionOf((byte)'\n') is { } end ? answer.Slice(0, end).Length + 1 : -1;
        Assert.That(answer.Slice(header).ToArray(), Is.EqualTo(body));
        Assert.That(answer.Length, Is.LessThanOrEqualTo(calls.MaxAnswerBytes));
        int pieces = 0;
        foreach (ReadOnlyMemory<byte> piece in answer)
        {
            Assert.That(piece.Length, Is.LessThanOrEqualTo(AnswerPieces.MaxPieceBytes));
            pieces++;
        }

        Assert.That(pieces, Is.GreaterThan(Bytes / AnswerPieces.MaxPieceBytes));
        Assert.That(allocated, Is.LessThan(Bytes * 2L), "The body was there once, beside what the server took.");
    }

    private static async Task<ReadOnlySequence<byte>> AnswerAsync(ScriptHostCalls calls, byte[] request) =>
        (await calls.CallAsync(new ScriptHostCall
        {
            Operation = ScriptHostCalls.Http,
            Request = request,
            FuelLeft = 1,
            MemoryBytesLeft = 1,
        }))!.Bytes;
}
