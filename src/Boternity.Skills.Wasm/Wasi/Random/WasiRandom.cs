using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>An invocation's random bytes: the system's, or, from a seed, the same in every run.</summary>
internal sealed class WasiRandom
{
    private readonly byte[]? _key;
    private readonly byte[] _block = new byte[SHA256.HashSizeInBytes];
    private ulong _counter;
    private int _used = SHA256.HashSizeInBytes;

    /// <summary>The system's generator.</summary>
    public WasiRandom()
    {
    }

    /// <summary>Bytes that a seed decides, in every version of .NET: SHA-256 of the seed and a counter.</summary>
    public WasiRandom(ulong seed)
    {
        _key = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(_key, seed);
    }

    public void Fill(Span<byte> bytes)
    {
        if (_key is null)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        while (bytes.Length > 0)
        {
            if (_used == _block.Length) NextBlock(_key);
            int count = Math.Min(bytes.Length, _block.Length - _used);
            _block.AsSpan(_used, count).CopyTo(bytes);
            _used += count;
            bytes = bytes[count..];
        }
    }

    public ulong NextUInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private void NextBlock(byte[] key)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(key.AsSpan(8), _counter++);
        SHA256.HashData(key, _block);
        _used = 0;
    }
}
