namespace Boternity.Skills.Wasm.Guests;

/// <summary>
/// An open regular file. Failures are <see cref="GuestFileException"/>s; nothing else is thrown, apart from what ends
/// the run.
/// </summary>
public interface IGuestFile : IDisposable
{
    /// <summary>Gets whether it was opened to be read.</summary>
    bool CanRead { get; }

    /// <summary>Gets whether it was opened to be written.</summary>
    bool CanWrite { get; }

    /// <summary>Gets the length in bytes.</summary>
    /// <exception cref="GuestFileException">The disk failed.</exception>
    long Length { get; }

    /// <summary>Describes the file.</summary>
    /// <exception cref="GuestFileException">The disk failed.</exception>
    GuestFileInfo GetInfo();

    /// <summary>Reads bytes at an offset.</summary>
    /// <returns>How many were read; 0 at the end.</returns>
    /// <exception cref="GuestFileException">It was not opened for that, or the disk failed.</exception>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all bytes at an offset; a gap before it reads as zeros.</summary>
    /// <exception cref="GuestFileException">
    /// It was not opened for that, a quota is used up, or the disk failed.
    /// </exception>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts or extends the file.</summary>
    /// <exception cref="GuestFileException">
    /// It was not opened for that, a quota is used up, or the disk failed.
    /// </exception>
    void SetLength(long length);

    /// <summary>Sets the times; null leaves one as it is.</summary>
    /// <exception cref="GuestFileException">It was not opened for that, or the disk failed.</exception>
    void SetTimes(DateTimeOffset? accessed, DateTimeOffset? modified);

    /// <summary>Waits until what was written is on the disk.</summary>
    /// <exception cref="GuestFileException">The disk failed.</exception>
    void Sync();
}
