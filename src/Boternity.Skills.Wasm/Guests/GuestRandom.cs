using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Boternity.Skills.Wasm.Guests;

/// <summary>
/// A run's random bytes: the operating system's, or, from a seed, the same in every run. One thread at a time uses it.
/// </summary>
public sealed class GuestRandom
{
    private readonly byte[]? _key;
    private readonly byte[] _block = new byte[SHA256.HashSizeInBytes];
    private ulong _counter;
    private int _used = SHA256.HashSizeInBytes;

    /// <summary>Creates a source of bytes from the operating system's generator.</summary>
    public GuestRandom()
    {
    }

    /// <summary>
    /// Creates a source of bytes that a seed decides, in every version of .NET: the SHA-256 digests of the seed and a
    /// counter.
    /// </summary>
    public GuestRandom(ulong seed)
    {
        _key = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(_key, seed);
    }

    /// <summary>Fills a buffer.</summary>
    public void Fill(Span<byte> bytes)
    {
        if (_key is null)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        while (bytes.Length > 0)
        {
            if (_used == _block.Length)
            {
                NextBlock(_key);
            }

            int count = Math.Min(bytes.Length, _block.Length - _used);
            _block.AsSpan(_used, count).CopyTo(bytes);
            _used += count;
            bytes = bytes[count..];
        }
    }

    private void NextBlock(byte[] key)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(key.AsSpan(8), _counter++);
        SHA256.HashData(key, _block);
        _used = 0;
    }
}
