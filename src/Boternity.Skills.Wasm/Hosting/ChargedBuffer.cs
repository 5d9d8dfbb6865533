namespace Boternity.Skills.Wasm.Hosting;

/// <summary>Bytes that a guest has the host collect. The buffer's whole size is charged before it grows.</summary>
internal sealed class ChargedBuffer(HostMemory memory)
{
    private const int MinBytes = 256;

    private readonly HostMemoryCharge _charge = new(memory);
    private byte[] _bytes = [];

    /// <summary>How many bytes were collected.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes. They are good until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, Length);

    /// <exception cref="WasmTrapException">The run's memory limit does not allow it.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - Length)
        {
            Grow(checked(Length + bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Lets go of the bytes. Any thread may call it, and more than once.</summary>
    public void Clear()
    {
        _bytes = [];
        Length = 0;
        _charge.ReleaseAll();
    }

    // While it is copied, the old array is there beside the new one: both are charged.
    private void Grow(int needed)
    {
        byte[] old = _bytes;
        int size = (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(MinBytes, old.Length * 2L)));
        _charge.Add(size);
        _bytes = new byte[size];
        old.AsSpan(0, Length).CopyTo(_bytes);
        _charge.Remove(old.Length);
    }
}
