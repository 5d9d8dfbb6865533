using System.Security.Cryptography;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Archives;

/// <summary>
/// An archive on its way: hashed, and written beside the cache while it is read. A disk that fails ends the writing,
/// not the reading.
/// </summary>
internal sealed class ArchiveCacheInput(Stream inner, Stream? copy, Action<Exception> onFailure) : ReadOnlyInput
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Stream? _copy = copy;
    private bool _isComplete;

    /// <summary>Ends the copy.</summary>
    /// <returns>Whether everything was read and written.</returns>
    public async ValueTask<bool> CloseAsync()
    {
        if (_copy is null)
        {
            return false;
        }

        await _copy.DisposeAsync().ConfigureAwait(false);
        _copy = null;
        return _isComplete;
    }

    /// <summary>The SHA-256 of everything, once it was read to its end.</summary>
    public string GetDigest() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _isComplete |= read == 0 && buffer.Length > 0;
        _hash.AppendData(buffer.Span[..read]);
        if (_copy is not null && read > 0)
        {
            try
            {
                await _copy.WriteAsync(buffer[..read], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                onFailure(e);
                await _copy.DisposeAsync().ConfigureAwait(false);
                _copy = null;
            }
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            _copy?.Dispose();
        }

        base.Dispose(disposing);
    }
}
