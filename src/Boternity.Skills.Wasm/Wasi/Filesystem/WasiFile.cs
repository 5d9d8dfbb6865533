namespace Boternity.Skills.Wasm.Wasi;

/// <summary>An open file, as the host gives it. All failures are <see cref="WasiFileException"/>s.</summary>
internal abstract class WasiFile : IDisposable
{
    public abstract bool CanRead { get; }

    public abstract bool CanWrite { get; }

    public abstract long Length { get; }

    public abstract WasiEntry GetEntry();

    /// <summary>Reads at an offset; 0 at the end.</summary>
    public abstract int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all bytes at an offset.</summary>
    public abstract void Write(long offset, ReadOnlySpan<byte> bytes);

    public abstract void SetLength(long length);

    /// <summary>Null leaves a time as it is.</summary>
    public abstract void SetTimes(DateTimeOffset? accessed, DateTimeOffset? modified);

    public abstract void Sync();

    public abstract void Dispose();
}
