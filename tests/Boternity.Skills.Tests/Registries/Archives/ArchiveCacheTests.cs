using System.Diagnostics;
using System.IO.Abstractions;
using System.Runtime.Versioning;
using System.Text;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Tests.Storage;

namespace Boternity.Skills.Tests.Registries.Archives;

public sealed class ArchiveCacheTests
{
    private TemporaryDirectory _directory = null!;
    private readonly ListLogger<ArchiveCache> _logger = new();
    private int _downloads;

    [SetUp]
    public void SetUp()
    {
        _directory = new TemporaryDirectory();
        _downloads = 0;
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task ReadAsync_SameKeyTwice_DownloadsOnce()
    {
        Assert.That(await ReadAsync(Create(), "a", "content"), Is.EqualTo("content"));
        Assert.That(await ReadAsync(Create(), "a", "other"), Is.EqualTo("content"));
        Assert.That(_downloads, Is.EqualTo(1));
    }

    [Test]
    public async Task ReadAsync_ManyAtOnce_DownloadOnce()
    {
        ArchiveCache cache = Create();

        string[] read = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ReadAsync(cache, "a", "content")));

        Assert.That(read, Is.All.EqualTo("content"));
        Assert.That(_downloads, Is.EqualTo(1));
    }

    [Test]
    public async Task ReadAsync_SeveralProcessesWithTooSmallACache_EachReadsWhatItAskedFor()
    {
        Process[] children =
        [
            .. Enumerable.Range(1, 3).Select(
                seed => StoreChild.Start("caches", _directory.PathOf("shared"), $"{seed}", "150")),
        ];
        foreach (Process child in children)
        {
            await child.WaitForExitAsync();
            Assert.That(child.ExitCode, Is.Zero, await child.StandardError.ReadToEndAsync());
            child.Dispose();
        }
    }

    [Test]
    public async Task ReadAsync_FileThatWasDamaged_IsDownloadedAgain()
    {
        await ReadAsync(Create(), "a", "content");
        string archive = Archives().Single();
        await File.WriteAllTextAsync(archive, "altered");

        Assert.That(await ReadAsync(Create(), "a", "content"), Is.EqualTo("content"));
        Assert.That(_downloads, Is.EqualTo(2));
    }

    [Test]
    public async Task ReadAsync_FileThatWasDamagedWhileTheProcessRuns_IsDownloadedAgain()
    {
        ArchiveCache cache = Create();
        await ReadAsync(cache, "a", "content");
        await ReadAsync(cache, "a", "content");
        await File.WriteAllTextAsync(Archives().Single(), "altered more than the length");

        Assert.That(await ReadAsync(cache, "a", "content"), Is.EqualTo("content"));
        Assert.That(_downloads, Is.EqualTo(2));
    }

    [Test]
    public async Task ReadAsync_MoreThanTheLimit_LetsTheOldestGo()
    {
        ArchiveCache cache = Create(maxBytes: 25);
        await ReadAsync(cache, "a", "0123456789");
        await Task.Delay(20);
        await ReadAsync(cache, "b", "abcdefghij");
        await Task.Delay(20);
        await ReadAsync(cache, "a", "");
        await Task.Delay(20);
        await ReadAsync(cache, "c", "ABCDEFGHIJ");

        Assert.That(Archives(), Has.Length.EqualTo(2));
        _downloads = 0;
        await ReadAsync(cache, "a", "");
        await ReadAsync(cache, "c", "");
        Assert.That(_downloads, Is.Zero);
        await ReadAsync(cache, "b", "abcdefghij");
        Assert.That(_downloads, Is.EqualTo(1));
    }

    [Test]
    public async Task ReadAsync_ReaderThatFails_KeepsNothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Create().ReadAsync<string>(
            "a",
            (_, _) => throw new InvalidOperationException(),
            async keep => await keep(new MemoryStream([1, 2, 3]), default),
            default));

        Assert.That(Directory.GetFiles(_directory.PathOf("archives")), Is.Empty);
    }

    [Test]
    public async Task ReadAsync_DirectoryThatCannotBeWritten_ReadsAllTheSame()
    {
        await File.WriteAllTextAsync(_directory.PathOf("archives"), "a file in the way");

        Assert.That(await ReadAsync(Create(), "a", "content"), Is.EqualTo("content"));
        Assert.That(await ReadAsync(Create(), "a", "content"), Is.EqualTo("content"));
        Assert.That(_downloads, Is.EqualTo(2));
    }

    [Test]
    public async Task ReadAsync_LimitOfZero_KeepsNothing()
    {
        await ReadAsync(Create(maxBytes: 0), "a", "content");

        Assert.That(Directory.Exists(_directory.PathOf("archives")), Is.False);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public async Task ReadAsync_EverythingThatIsKept_IsTheOwnersAlone()
    {
        await ReadAsync(Create(), "a", "content");

        Assert.That(
            Directory.EnumerateFileSystemEntries(_directory.PathOf("archives"))
                .Append(_directory.PathOf("archives"))
                .Select(path => File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111),
            Is.All.EqualTo(UnixFileMode.None));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public async Task ReadAsync_WhereOthersCanWrite_UsesNothingThatLiesThere()
    {
        await ReadAsync(Create(), "a", "content");
        File.SetUnixFileMode(_directory.PathOf("archives"), (UnixFileMode)0b111_111_111);

        ArchiveCache cache = Create();
        Assert.That(await ReadAsync(cache, "a", "another"), Is.EqualTo("another"));
        Assert.That(await ReadAsync(cache, "b", "another"), Is.EqualTo("another"));
        Assert.That(Archives(), Has.Exactly(1).Items);
        Assert.That(_logger.Lines, Has.One.Contains("other users can write it").And.Contains("is not used"));
    }

    private ArchiveCache Create(long maxBytes = 1_000_000) =>
        new(new FileSystem(), _directory.PathOf(), maxBytes, _logger);

    private string[] Archives() =>
        [.. Directory.GetFiles(_directory.PathOf("archives")).Where(path => Path.GetExtension(path).Length == 0)];

    private Task<string> ReadAsync(ArchiveCache cache, string key, string content) => cache.ReadAsync(
        key,
        async (stream, token) =>
        {
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            return await reader.ReadToEndAsync(token);
        },
        async keep =>
        {
            Interlocked.Increment(ref _downloads);
            return await keep(new MemoryStream(Encoding.UTF8.GetBytes(content)), default);
        },
        default);
}
