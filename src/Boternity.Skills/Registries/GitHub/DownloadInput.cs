using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>The body of an answer: counted, and given up when nothing comes for too long.</summary>
internal sealed class DownloadInput : ReadOnlyInput
{
    private readonly Stream _body;
    private readonly long _limit;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private long _total;

    public DownloadInput(Stream body, long limit, TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        _body = body;
        _limit = limit;
        _timeout = timeout;
        _caller = caller;
        _idle = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, caller);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await _body.ReadAsync(buffer, _either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (_idle.IsCancellationRequested && !_caller.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {_timeout.TotalSeconds:0.#} s.", e);
        }

        _idle.CancelAfter(_timeout);
        _total += read;
        if (_total > _limit)
        {
            PackageErrors.ThrowArchiveLimit("compressed bytes", _limit);
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _either.Dispose();
            _idle.Dispose();
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
