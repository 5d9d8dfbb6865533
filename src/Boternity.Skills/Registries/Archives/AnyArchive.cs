using System.Runtime.CompilerServices;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Archives;

/// <summary>An archive of whatever kind, told by its first bytes.</summary>
internal static class AnyArchive
{
    private const int MagicLength = 2;

    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream archive, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] magic = new byte[MagicLength];
        int length = await archive
            .ReadAtLeastAsync(magic, MagicLength, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        var whole = new PrefixedInput(magic.AsMemory(0, length), archive);
        await using var _ = whole.ConfigureAwait(false);
        bool isZip = length == MagicLength && magic is [(byte)'P', (byte)'K'];
        if (!isZip && magic is not [0x1F, 0x8B])
        {
            throw PackageErrors.Archive("it is neither a zip nor a tar.gz.");
        }

        IAsyncEnumerable<ArchiveEntry> entries = isZip
            ? ZipSkillArchive.ReadAsync(whole, limits, cancellationToken)
            : TarGzArchive.ReadAsync(whole, limits, cancellationToken);
        await foreach (ArchiveEntry entry in entries.ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    // What was looked at, and then the rest.
    private sealed class PrefixedInput(ReadOnlyMemory<byte> prefix, Stream inner) : ReadOnlyInput
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_prefix.IsEmpty)
            {
                return inner.ReadAsync(buffer, cancellationToken);
            }

            int read = Math.Min(buffer.Length, _prefix.Length);
            _prefix[..read].CopyTo(buffer);
            _prefix = _prefix[read..];
            return new(read);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
