using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary><c>wasi:io/streams</c>' input-stream.</summary>
internal abstract class WasiInputStream(Guest guest) : HostObject(guest, Bytes)
{
    private const long Bytes = 96;

    /// <summary>Bytes that are there, as many as fit; 0 where none are there yet, and -1 at the end.</summary>
    /// <exception cref="WasiStreamException">Reading failed.</exception>
    public abstract int Read(Span<byte> buffer);

    /// <summary>What waits for more bytes, or for the end.</summary>
    public virtual WasiPollable Subscribe() => new(Guest);

    /// <summary>As <see cref="Read"/>, but waits until there is something.</summary>
    public int ReadBlocking(Span<byte> buffer)
    {
        while (true)
        {
            int read = Read(buffer);
            if (read != 0 || buffer.Length == 0)
            {
                return read;
            }

            using WasiPollable ready = Subscribe();
            WasiWait.UntilAny(Guest, [ready]);
        }
    }
}
