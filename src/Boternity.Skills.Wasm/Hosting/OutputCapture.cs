using System.Text;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// Keeps what a guest writes to standard output or error, up to a limit. What is beyond is counted and dropped, or ends
/// the run.
/// </summary>
/// <param name="limit">How many bytes are kept.</param>
/// <param name="end">Which.</param>
/// <param name="stream">What the guest takes it for.</param>
/// <param name="handler">Is told what is written, within the limit; null for nobody.</param>
internal sealed class OutputCapture(
    int limit,
    OutputCaptureMode end,
    GuestOutputKind stream = GuestOutputKind.Output,
    GuestOutputHandler? handler = null)
{
    private const int MinBytes = 256;

    private byte[] _bytes = [];
    private int _length;
    private int _start;
    private HostMemoryCharge? _charge;

    /// <summary>The bytes that are kept at most.</summary>
    public int Limit { get; } = limit;

    /// <summary>The bytes that were written.</summary>
    public long Written { get; private set; }

    public bool IsTruncated => Written > Limit;

    /// <summary>Charges what is kept to a run, from here on.</summary>
    public void ChargeTo(HostMemory memory) => _charge = new HostMemoryCharge(memory);

    /// <exception cref="OutputLimitException">There is no room, and all is wanted.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Written += bytes.Length;
        if (end == OutputCaptureMode.All && IsTruncated)
        {
            throw new OutputLimitException(Limit);
        }

        handler?.Invoke(stream, bytes);

        if (_length < Limit)
        {
            int room = Math.Min(bytes.Length, Limit - _length);
            Reserve(_length + room);
            bytes[..room].CopyTo(_bytes.AsSpan(_length));
            _length += room;
            bytes = bytes[room..];
        }

        if (end != OutputCaptureMode.Last || bytes.Length == 0 || Limit == 0)
        {
            return;
        }

        // Full: a ring from here on.
        if (bytes.Length > Limit)
        {
            bytes = bytes[^Limit..];
        }

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
        if (length > _bytes.Length)
        {
            int size = (int)Math.Min(Limit, Math.Max(length, Math.Max(MinBytes, _bytes.Length * 2L)));
            int old = _bytes.Length;
            _charge?.Add(size);
            Array.Resize(ref _bytes, size);
            _charge?.Remove(old);
        }
    }
}
