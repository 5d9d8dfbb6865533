using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>Standard input, of which there is one: whoever reads, reads on where the last reader stopped.</summary>
internal sealed class WasiStandardInput(ReadOnlyMemory<byte> bytes)
{
    private int _position;

    public static GuestState<WasiStandardInput> State { get; } = new(
        static guest => new WasiStandardInput(guest.System.StandardInput));

    /// <summary>Reads; 0 at the end, as for an empty buffer.</summary>
    public int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, bytes.Length - _position);
        bytes.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public bool IsAtEnd => _position == bytes.Length;
}
