using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Packaging;

/// <summary>Digests of a skill's content: what grants, locks and signatures are bound to.</summary>
/// <remarks>
/// The content digest is SHA-256 over UTF-8 text: the line <c>boternity-skill-content 1</c>, then a line for each file,
/// <c>MODE SIZE SHA256 PATH</c>, each ended by LF. MODE is <c>755</c> for an executable file and <c>644</c> for others,
/// SIZE the bytes in decimal, SHA256 64 lower-case hexadecimal digits. Lines are sorted by the bytes of the path in
/// UTF-8; a path cannot contain a line end (see <see cref="SkillPath"/>). Folders have no line: a folder is the
/// files in it.
/// </remarks>
public static class SkillDigest
{
    private const string Header = "boternity-skill-content 1\n";

    /// <summary>SHA-256 of a file's content, 64 lower-case hexadecimal digits.</summary>
    public static string OfFile(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The content digest of a package, 64 lower-case hexadecimal digits.</summary>
    public static string OfContent(SkillPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return OfContent(package.Files.Select(file =>
            new SkillFileDigest
            {
                Path = file.Path,
                IsExecutable = file.IsExecutable,
                Size = file.Content.Length,
                Sha256 = OfFile(file.Content.Span),
            }));
    }

    /// <summary>
    /// The content digest of files whose own digests are known, in any order; 64 lower-case hexadecimal digits.
    /// </summary>
    public static string OfContent(IEnumerable<SkillFileDigest> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Header));
        foreach ((byte[] path, SkillFileDigest file) in files
            .Select(file => (Path: Encoding.UTF8.GetBytes(file.Path), File: file))
            .OrderBy(pair => pair.Path, Utf8Order.Instance))
        {
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{(file.IsExecutable ? "755" : "644")} {file.Size} {file.Sha256} ")));
            hash.AppendData(path);
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// The name of Git's tree object for a folder with these files, to compare with
    /// <see cref="Registries.SkillUpdate.TreeDigest"/>. It is SHA-1: it shows that something changed, and is no
    /// ground for trust.
    /// </summary>
    public static string OfGitTree(IEnumerable<SkillPackageFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return GitTree.Of(files);
    }
}
