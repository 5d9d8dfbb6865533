using System.IO.Abstractions;
using System.Text;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Tests.Registries.Archives;

/// <summary>One of several processes that keep archives and documents in the same cache, which is too small.</summary>
internal static class CacheCrowd
{
    private const int Keys = 6;
    private const int MaxBytes = 3 * 40_000;

    /// <summary>Keeps and reads; throws for what is not what was kept.</summary>
    public static async Task RunAsync(string directory, int seed, int count)
    {
        var archiveLog = new ListLogger<ArchiveCache>();
        var documentLog = new ListLogger<ArchiveCache>();
        var archives = new ArchiveCache(new FileSystem(), directory, MaxBytes, archiveLog);
        var documents = new WebDocumentCache(new FileSystem(), directory, "crowd", documentLog);
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            string key = $"key {random.Next(Keys)}";
            byte[] content = ContentOf(key);
            byte[] read = await archives.ReadAsync(
                key,
                ReadAllAsync,
                async take =>
                {
                    using var body = new MemoryStream(content);
                    return await take(body, CancellationToken.None);
                },
                CancellationToken.None);
            Check(read.AsSpan().SequenceEqual(content), $"the archive of {key}");
            await documents.WriteAsync(
                key,
                new CachedDocument
                {
                    Version = 0,
                    Address = "https://a.example/",
                    Location = "https://a.example/",
                    CheckedAt = DateTimeOffset.UnixEpoch,
                    Body = [.. content, .. BitConverter.GetBytes(i)],
                },
                CancellationToken.None);
            CachedDocument? kept = await documents.ReadAsync(key, MaxBytes, CancellationToken.None);
            Check(
                kept is not null && kept.Body.AsSpan(0, content.Length).SequenceEqual(content),
                $"the document of {key}");
        }

        Check(documentLog.Lines.Count == 0, string.Join('\n', documentLog.Lines));
        Check(
            !archiveLog.Lines.Any(static line => line.Contains("not what was downloaded", StringComparison.Ordinal)),
            string.Join('\n', archiveLog.Lines));
    }

    private static byte[] ContentOf(string key) =>
        Encoding.UTF8.GetBytes(key.PadLeft(40_000));

    private static async ValueTask<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, cancellationToken);
        return all.ToArray();
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
