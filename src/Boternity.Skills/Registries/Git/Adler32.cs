namespace Boternity.Skills.Registries.Git;

/// <summary>The checksum of zlib (RFC 1950, section 9). The base library computes it, but shows it to nobody.</summary>
internal sealed class Adler32
{
    private const uint Modulus = 65_521;

    // The most bytes after which the sums still fit: the N of zlib's NMAX.
    private const int MaxRun = 5_552;

    private uint _low = 1;
    private uint _high;

    public uint Value => (_high << 16) | _low;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int run = Math.Min(bytes.Length, MaxRun);
            foreach (byte b in bytes[..run])
            {
                _low += b;
                _high += _low;
            }

            _low %= Modulus;
            _high %= Modulus;
            bytes = bytes[run..];
        }
    }
}
