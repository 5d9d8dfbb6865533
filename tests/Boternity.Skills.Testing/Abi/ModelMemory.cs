namespace Boternity.Skills.Testing.Abi;

/// <summary>The memory of a guest as the model reads and writes it, eight bytes at a time and each once.</summary>
/// <param name="size">The memory's size in bytes.</param>
/// <param name="load">Reads eight bytes.</param>
/// <param name="store">Writes eight bytes.</param>
internal sealed class ModelMemory(uint size, Func<uint, ulong> load, Action<uint, ulong> store)
{
    private readonly Dictionary<uint, ulong> _words = [];
    private readonly HashSet<uint> _written = [];

    public uint Size => size;

    public byte Read(uint address) => (byte)(Word(address & ~7u) >> (int)(8 * (address & 7)));

    public ulong Read(uint address, int bytes)
    {
        if ((ulong)address + (ulong)bytes > size)
        {
            throw new ModelTrapException("out of bounds");
        }

        ulong value = 0;
        for (int i = bytes - 1; i >= 0; i--)
        {
            value = (value << 8) | Read(address + (uint)i);
        }

        return value;
    }

    public byte[] ReadBytes(uint address, uint count)
    {
        var bytes = new byte[count];
        for (uint i = 0; i < count; i++)
        {
            bytes[i] = Read(address + i);
        }

        return bytes;
    }

    public void Write(uint address, int bytes, ulong value)
    {
        for (int i = 0; i < bytes; i++, value >>= 8)
        {
            uint at = address + (uint)i;
            uint word = at & ~7u;
            int shift = (int)(8 * (at & 7));
            _words[word] = (Word(word) & ~(0xFFUL << shift)) | ((value & 0xFF) << shift);
            _written.Add(word);
        }
    }

    /// <summary>Writes to the guest what the model wrote, and forgets what it read.</summary>
    public void Flush()
    {
        foreach (uint word in _written)
        {
            store(word, _words[word]);
        }

        _written.Clear();
        _words.Clear();
    }

    private ulong Word(uint address)
    {
        if (!_words.TryGetValue(address, out ulong word))
        {
            word = load(address);
            _words.Add(address, word);
        }

        return word;
    }
}
