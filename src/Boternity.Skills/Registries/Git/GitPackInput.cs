using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Git;

/// <summary>A part of a pack on its way to be decompressed, in pieces, of which the last is remembered.</summary>
internal sealed class GitPackInput(byte[] pack, int start, int end) : ReadOnlyInput
{
    private const int PieceBytes = 4 * 1024;

    private int _position = start;

    /// <summary>Gets where the last piece began.</summary>
    public int LastStart { get; private set; } = start;

    /// <summary>Gets where the next piece begins.</summary>
    public int NextStart => _position;

    /// <summary>Gets a value indicating whether more was wanted than there is.</summary>
    public bool IsExhausted { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int length = Math.Min(Math.Min(buffer.Length, PieceBytes), end - _position);
        if (length == 0)
        {
            IsExhausted |= buffer.Length > 0;
            return 0;
        }

        pack.AsSpan(_position, length).CopyTo(buffer);
        LastStart = _position;
        _position += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));
}
