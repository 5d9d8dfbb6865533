using System.Formats.Tar;
using System.IO.Compression;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>A clone as the archive that GitHub gives: what <c>git archive</c> writes.</summary>
internal static class CorpusArchive
{
    /// <summary>
    /// Writes the tar.gz of a clone below a folder, with a global header and an entry for each folder.
    /// </summary>
    public static byte[] Pack(string clone, string prefix)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            tar.WriteEntry(new PaxGlobalExtendedAttributesTarEntry(
                new Dictionary<string, string> { ["comment"] = new string('0', 40) }));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, $"{prefix}/"));
            foreach (string path in Directory
                .EnumerateFileSystemEntries(clone, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal))
            {
                string name = Path.GetRelativePath(clone, path).Replace('\\', '/');
                if (name != ".git" && !name.StartsWith(".git/", StringComparison.Ordinal))
                {
                    tar.WriteEntry(path, $"{prefix}/{name}");
                }
            }
        }

        return bytes.ToArray();
    }
}
