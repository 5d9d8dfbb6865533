using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Boternity.Skills.Tests.Packaging;

/// <summary>Writes a tar.gz for a test.</summary>
internal sealed class TarGzBuilder
{
    // Always the same, so that an archive of the same files is as long each time.
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<TarEntry> _entries = [];

    public CompressionLevel Compression { get; init; } = CompressionLevel.Fastest;

    public TarGzBuilder File(string path, string content = "x", bool executable = false) =>
        File(path, Encoding.UTF8.GetBytes(content), executable);

    public TarGzBuilder File(string path, byte[] content, bool executable = false) =>
        Add(new PaxTarEntry(TarEntryType.RegularFile, path)
        {
            DataStream = new MemoryStream(content),
            ModificationTime = Time,
            Mode = executable ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_100_100,
        });

    public TarGzBuilder Add(TarEntry entry)
    {
        _entries.Add(entry);
        return this;
    }

    public byte[] Build()
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, Compression))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (TarEntry entry in _entries)
            {
                if (entry.DataStream is { } data)
                {
                    data.Position = 0;
                }

                tar.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    public MemoryStream Open() => new(Build());
}
