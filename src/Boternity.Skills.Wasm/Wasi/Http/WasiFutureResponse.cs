namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.future-incoming-response</c>.</summary>
internal sealed class WasiFutureResponse(Task<WasiHttpResponse> task) : IDisposable
{
    public Task<WasiHttpResponse> Task { get; } = task;

    /// <summary>Whether the guest has the response already.</summary>
    public bool IsTaken { get; set; }

    public void Dispose()
    {
        if (IsTaken) return;
        Task.ContinueWith(static t => (t.IsCompletedSuccessfully ? t.Result : null)?.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
