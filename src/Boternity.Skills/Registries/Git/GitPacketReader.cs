using System.Globalization;

namespace Boternity.Skills.Registries.Git;

/// <summary>Reads packet lines.</summary>
internal sealed class GitPacketReader(Stream input)
{
    // gitprotocol-common: 65,516 bytes of content, and the four of the length.
    private const int MaxContentBytes = 65_516;
    private const int LengthBytes = 4;

    private readonly byte[] _buffer = new byte[MaxContentBytes];

    /// <summary>The next packet.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    /// <exception cref="EndOfStreamException">It is cut.</exception>
    public async ValueTask<GitPacket> ReadAsync(CancellationToken cancellationToken)
    {
        await FillAsync(_buffer.AsMemory(0, LengthBytes), cancellationToken).ConfigureAwait(false);
        if (!int.TryParse(
                _buffer.AsSpan(0, LengthBytes),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out int length)
            || length is 3 or > MaxContentBytes + LengthBytes)
        {
            throw new InvalidDataException("a packet has no length, or one that is not allowed");
        }

        if (length < LengthBytes)
        {
            return new GitPacket((GitPacketKind)length, default);
        }

        Memory<byte> content = _buffer.AsMemory(0, length - LengthBytes);
        await FillAsync(content, cancellationToken).ConfigureAwait(false);
        return new GitPacket(GitPacketKind.Data, content);
    }

    /// <summary>Reads what is left, so that it is known to be the end.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => input.CopyToAsync(Stream.Null, cancellationToken);

    private async ValueTask FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = await input
            .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        if (read < buffer.Length)
        {
            throw new EndOfStreamException("the answer ended too early.");
        }
    }
}
