namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Reads bytes that the host has: standard input.</summary>
internal sealed class WasiMemoryInput(ReadOnlyMemory<byte> bytes) : WasiInputStream
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        if (_position == bytes.Length) return -1;
        int count = Math.Min(buffer.Length, bytes.Length - _position);
        bytes.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
