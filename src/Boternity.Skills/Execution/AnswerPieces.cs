using System.Buffers;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Execution;

/// <summary>
/// The bytes of an answer as they come, each kept once: a buffer that grows would hold them two and three times, which
/// no run is charged for.
/// </summary>
internal sealed class AnswerPieces
{
    /// <summary>The most bytes of a piece, and so of the room that is not used yet.</summary>
    public const int MaxPieceBytes = 64 * 1024;

    private const int FirstPieceBytes = 4 * 1024;

    private Piece? _first;
    private Piece? _last;

    /// <summary>Adds bytes, which must not change any more.</summary>
    public void Add(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            _last = new Piece(bytes, _last);
            _first ??= _last;
        }
    }

    /// <summary>Adds a body, in pieces that are as long as what is in them.</summary>
    public async ValueTask AddAsync(IGuestHttpResponse response)
    {
        for (int size = FirstPieceBytes; ; size = Math.Min(size * 2, MaxPieceBytes))
        {
            byte[] piece = new byte[size];
            int used = 0;
            int read;
            do
            {
                read = await response.ReadAsync(piece.AsMemory(used)).ConfigureAwait(false);
                used += read;
            }
            while (read > 0 && used < size);

            if (used < size)
            {
                Array.Resize(ref piece, used);
            }

            Add(piece);
            if (read == 0)
            {
                return;
            }
        }
    }

    public ReadOnlySequence<byte> ToSequence() => _first is null
        ? default
        : new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Memory.Length);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, Piece? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
