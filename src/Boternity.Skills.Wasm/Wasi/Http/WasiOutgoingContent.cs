using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>
/// What a guest writes as the body of a request: collected, and sent with the request when the guest finishes it. The
/// request, the body's handle and the stream's handle reach it; the bytes go when none of them has a use for them any
/// more.
/// </summary>
internal sealed class WasiOutgoingContent(Guest guest, int limit)
{
    private readonly ChargedBuffer _bytes = new(guest.Memory);
    private bool _isWanted = true;

    /// <summary>Called once when the content is finished or given up.</summary>
    public Action? Finished { get; set; }

    /// <summary>Whether nothing more can be written.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Whether the guest finished it, rather than gave it up.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The bytes, good until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.Content;

    /// <exception cref="WasiStreamException">The body would be larger than one may be.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limit - _bytes.Length)
        {
            throw new WasiStreamException(new WasiError(
                guest, new GuestHttpException(
                    GuestHttpError.RequestTooLarge, $"the request's body is larger than {limit} bytes")));
        }

        _bytes.Append(bytes);
    }

    /// <summary>Ends the content: whole, or given up.</summary>
    public void Finish(bool isComplete)
    {
        if (IsFinished)
        {
            return;
        }

        IsFinished = true;
        IsComplete = isComplete;
        if (!isComplete || !_isWanted)
        {
            _bytes.Clear();
        }

        Finished?.Invoke();
    }

    /// <summary>The request that it was for was dropped and will not be sent.</summary>
    public void Abandon()
    {
        _isWanted = false;
        if (IsFinished)
        {
            _bytes.Clear();
        }
    }

    /// <summary>Lets go of the bytes: they were sent. Any thread may call it.</summary>
    public void Release() => _bytes.Clear();
}
