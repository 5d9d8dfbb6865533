using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>What is decompressed from the disk, up to a limit: a small file can hold a large one.</summary>
internal sealed class BoundedInput(Stream inner, long limit) : ReadOnlyInput
{
    private long _read;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        Count(read);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(read);
        return read;
    }

    private void Count(int read)
    {
        _read += read;
        if (_read > limit)
        {
            throw new InvalidDataException($"it has more than {limit} bytes once decompressed");
        }
    }
}
