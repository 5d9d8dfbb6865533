using System.Text;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Keeps what a guest writes to standard output or error, up to a limit. What is beyond is counted and dropped, or ends the run.</summary>
/// <param name="limit">How many bytes are kept.</param>
/// <param name="end">Which.</param>
internal sealed class WasiCapture(int limit, WasiCaptureEnd end)
{
    private byte[] _bytes = [];
    private int _length;
    private int _start;

    /// <summary>The bytes that are kept at most.</summary>
    public int Limit { get; } = limit;

    /// <summary>The bytes that were written.</summary>
    public long Written { get; private set; }

    public bool IsTruncated => Written > Limit;

    /// <exception cref="WasiOutputLimitException">There is no room, and all is wanted.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Written += bytes.Length;
        if (end == WasiCaptureEnd.All && IsTruncated) throw new WasiOutputLimitException(Limit);
        if (_length < Limit)
        {
            int room = Math.Min(bytes.Length, Limit - _length);
            Reserve(_length + room);
            bytes[..room].CopyTo(_bytes.AsSpan(_length));
            _length += room;
            bytes = bytes[room..];
        }

        if (end != WasiCaptureEnd.Last || bytes.Length == 0 || Limit == 0) return;

        // Full: a ring from here on.
        if (bytes.Length > Limit) bytes = bytes[^Limit..];
        int first = Math.Min(bytes.Length, Limit - _start);
        bytes[..first].CopyTo(_bytes.AsSpan(_start));
        bytes[first..].CopyTo(_bytes);
        _start = (_start + bytes.Length) % Limit;
    }

    public byte[] ToArray() => [.. _bytes.AsSpan(_start, _length - _start), .. _bytes.AsSpan(0, _start)];

    /// <summary>The bytes as UTF-8; what is not becomes U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToArray());

    private void Reserve(int length)
    {
        if (length > _bytes.Length) Array.Resize(ref _bytes, Math.Min(Limit, Math.Max(length, Math.Max(256, _bytes.Length * 2))));
    }
}
