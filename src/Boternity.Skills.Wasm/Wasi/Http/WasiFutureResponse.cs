using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary><c>wasi:http/types.future-incoming-response</c>.</summary>
internal sealed class WasiFutureResponse(Guest guest, WasiExchange exchange, Task<IGuestHttpResponse> task)
    : HostObject(guest, Bytes)
{
    private const long Bytes = 256;

    public Task<IGuestHttpResponse> Task { get; } = task;

    /// <summary>Whether the guest has the response already.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Gives the guest the exchange, with its response.</summary>
    /// <exception cref="GuestHttpException">There was no answer.</exception>
    public WasiExchange Take()
    {
        IsTaken = true;
        bool isAnswered = false;
        try
        {
            exchange.Response = Task.GetAwaiter().GetResult();
            isAnswered = true;
            return exchange;
        }
        finally
        {
            if (!isAnswered)
            {
                exchange.Dispose();
            }
        }
    }

    public override void Dispose()
    {
        if (!IsTaken)
        {
            // The host holds what it holds until the answer is there, or has failed.
            Task.ContinueWith(
                static (done, state) =>
                {
                    var ended = (WasiExchange)state!;
                    ended.Response = done.IsCompletedSuccessfully ? done.Result : null;
                    ended.Dispose();
                },
                exchange,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        base.Dispose();
    }
}
