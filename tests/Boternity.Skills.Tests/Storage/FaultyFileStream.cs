using System.IO.Abstractions;

namespace Boternity.Skills.Tests.Storage;

/// <summary>
/// A file whose reads, writes and flushes are operations of a <see cref="FaultyFileSystem"/>. A failing write leaves
/// half behind.
/// </summary>
internal sealed class FaultyFileStream(FaultyFileSystem disk, string path, FileStreamOptions options)
    : FileSystemStream(new FileStream(path, options), path, isAsync: false)
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (disk.Step($"Write {Name}"))
        {
            base.Write(disk.DoneAndFailed ? buffer : buffer[..(buffer.Length / 2)]);
            throw new IOException("The disk failed in the middle of a write.");
        }

        base.Write(buffer);
    }

    public override int Read(Span<byte> buffer)
    {
        FailIf(disk.Step($"Read {Name}"));
        return base.Read(buffer);
    }

    public override void Flush(bool flushToDisk)
    {
        bool fails = disk.Step($"Flush {Name}");
        base.Flush(flushToDisk);
        FailIf(fails);
    }

    private static void FailIf(bool fails)
    {
        if (fails)
        {
            throw new IOException("The disk failed.");
        }
    }
}
