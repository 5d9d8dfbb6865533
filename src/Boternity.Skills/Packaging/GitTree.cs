using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Packaging;

/// <summary>
/// Names files and folders as Git names them ("Git Internals – Git Objects" in Pro Git), to compare with what a
/// server says.
/// </summary>
[SuppressMessage(
    "Security",
    "CA5350",
    Justification = "Git's object names are SHA-1. They tell whether something changed; nothing is trusted for them.")]
internal static class GitTree
{
    public static string Of(IEnumerable<SkillPackageFile> files) => Convert.ToHexStringLower(Of([.. files], 0));

    private static byte[] Of(SkillPackageFile[] files, int start)
    {
        var entries = new List<(byte[] Key, string Mode, byte[] Name, byte[] Hash)>();
        foreach (IGrouping<string, SkillPackageFile> group in files.GroupBy(
            file => FirstSegment(file.Path, start), StringComparer.Ordinal))
        {
            int next = start + group.Key.Length;
            SkillPackageFile first = group.First();
            bool isFolder = first.Path.Length > next;
            byte[] name = Encoding.UTF8.GetBytes(group.Key);
            entries.Add(isFolder
                ? ([.. name, (byte)'/'], "40000", name, Of([.. group], next + 1))
                : (name, first.IsExecutable ? "100755" : "100644", name, Hash("blob", first.Content.Span)));
        }

        var tree = new MemoryStream();
        // Git sorts a folder as if its name ended with a slash.
        foreach ((_, string mode, byte[] name, byte[] hash) in entries.OrderBy(entry => entry.Key, Utf8Order.Instance))
        {
            tree.Write(Encoding.ASCII.GetBytes(mode + " "));
            tree.Write([.. name, 0, .. hash]);
        }

        return Hash("tree", tree.ToArray());
    }

    private static string FirstSegment(string path, int start) =>
        path.IndexOf('/', start) is >= 0 and var slash ? path[start..slash] : path[start..];

    private static byte[] Hash(string type, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type} {content.Length}\0")));
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }
}
