using System.Formats.Tar;
using System.IO.Compression;
using System.IO.Pipelines;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Git;

/// <summary>
/// A commit of a pack as the tar.gz that git archive would make of it, so that it is kept, read and limited as the
/// archives of other hosts are: links are links, other repositories are empty folders.
/// </summary>
internal static class GitArchive
{
    // The folder around everything.
    private const string Top = "repository";

    /// <summary>Reads the archive, while it is written.</summary>
    public static async ValueTask<T> ReadAsync<T>(
        GitPack pack,
        string commit,
        GitObjectFormat format,
        ArchiveLimits limits,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task writing = Task.Run(() => WriteAsync(), CancellationToken.None);
        try
        {
            return await readAsync(pipe.Reader.AsStream(leaveOpen: true), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);

            // What went wrong there, the reader was told.
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task WriteAsync()
        {
            try
            {
                await WriteTarAsync(
                    pipe.Writer.AsStream(leaveOpen: true),
                    pack,
                    GitFolders.Read(pack, commit, format, limits),
                    stop.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                await pipe.Writer.CompleteAsync(e).ConfigureAwait(false);
                throw;
            }

            await pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static async Task WriteTarAsync(
        Stream output, GitPack pack, IEnumerable<GitFolderEntry> entries, CancellationToken cancellationToken)
    {
        var gzip = new GZipStream(output, CompressionLevel.Fastest);
        await using var _ = gzip.ConfigureAwait(false);
        var tar = new TarWriter(gzip, TarEntryFormat.Gnu);
        await using var __ = tar.ConfigureAwait(false);
        await tar.WriteEntryAsync(Folder(Top), cancellationToken).ConfigureAwait(false);
        foreach (GitFolderEntry entry in entries)
        {
            string path = $"{Top}/{entry.Name}";
            switch (entry.Kind)
            {
                case GitEntryKind.Folder or GitEntryKind.Submodule:
                    await tar.WriteEntryAsync(Folder(path), cancellationToken).ConfigureAwait(false);
                    break;
                case GitEntryKind.Link:
                    // Where it leads is nobody's business: no skill may have one.
                    var link = new GnuTarEntry(TarEntryType.SymbolicLink, path)
                    {
                        LinkName = ".",
                        ModificationTime = DateTimeOffset.UnixEpoch,
                    };
                    await tar.WriteEntryAsync(link, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    int index = pack.Find(entry.Object, GitObjectKind.Blob);
                    Stream content = pack.Open(index);
                    await using (content.ConfigureAwait(false))
                    {
                        var file = new GnuTarEntry(TarEntryType.RegularFile, path)
                        {
                            DataStream = new SizedInput(content, pack.SizeOf(index)),
                            Mode = entry.Kind == GitEntryKind.Executable
                                ? (UnixFileMode)0b111_101_101
                                : (UnixFileMode)0b110_100_100,
                            ModificationTime = DateTimeOffset.UnixEpoch,
                        };
                        await tar.WriteEntryAsync(file, cancellationToken).ConfigureAwait(false);
                    }

                    break;
            }
        }
    }

    private static GnuTarEntry Folder(string path) => new(TarEntryType.Directory, path)
    {
        ModificationTime = DateTimeOffset.UnixEpoch,
    };

    // The writer of tar files asks for the length; it reads from the beginning to the end once.
    private sealed class SizedInput(Stream inner, long length) : ReadOnlyInput
    {
        private long _position;

        public override bool CanSeek => true;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _position += read;
            return read;
        }
    }
}
