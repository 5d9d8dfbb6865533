using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Web;

/// <summary>
/// The body of an answer: counted, and given up when nothing comes for too long, or all of it takes too long.
/// </summary>
internal sealed class DownloadInput : ReadOnlyInput
{
    private readonly Stream _body;
    private readonly long _limit;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _total;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _whole;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private readonly TransferProgress? _progress;
    private long _bytes;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body; disposed of with this.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="timeout">The longest wait for the next bytes.</param>
    /// <param name="total">The longest time for all of them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Counts the bytes; null for nobody.</param>
    /// <param name="caller">Stops the reading.</param>
    public DownloadInput(
        Stream body,
        long limit,
        TimeSpan timeout,
        TimeSpan total,
        TimeProvider time,
        TransferProgress? progress,
        CancellationToken caller)
    {
        _progress = progress;
        _body = body;
        _limit = limit;
        _timeout = timeout;
        _total = total;
        _caller = caller;
        _idle = new CancellationTokenSource(timeout, time);
        _whole = new CancellationTokenSource(total, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, _whole.Token, caller);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await _body.ReadAsync(buffer, _either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (_whole.IsCancellationRequested && !_caller.IsCancellationRequested)
        {
            throw new TimeoutException($"the answer took longer than {_total.TotalSeconds:0.#} s.", e);
        }
        catch (OperationCanceledException e) when (_idle.IsCancellationRequested && !_caller.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {_timeout.TotalSeconds:0.#} s.", e);
        }

        _idle.CancelAfter(_timeout);
        _bytes += read;
        if (_bytes > _limit)
        {
            PackageErrors.ThrowArchiveLimit("compressed bytes", _limit);
        }

        if (read > 0)
        {
            _progress?.Add(read);
        }
        else
        {
            _progress?.Complete();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _either.Dispose();
            _idle.Dispose();
            _whole.Dispose();
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
