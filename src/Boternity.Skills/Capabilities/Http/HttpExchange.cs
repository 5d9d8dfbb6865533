namespace Boternity.Skills.Capabilities.Http;

/// <summary>
/// The time of one request with its redirects and its body: over when the host's time for it is up, or when the
/// run ends.
/// </summary>
internal sealed class HttpExchange : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _run;

    public HttpExchange(TimeSpan timeout, TimeProvider time, CancellationToken run)
    {
        _run = run;
        _timer = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(run, _timer.Token);
    }

    public CancellationToken Token => _either.Token;

    public bool IsRunOver => _run.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
