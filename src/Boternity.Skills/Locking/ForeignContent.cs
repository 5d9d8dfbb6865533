using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Locking;

/// <summary>
/// The hash that <c>npx skills</c> records of a skill: SHA-256 over the path and the bytes of each file, in the order
/// of the paths by language; in a user's file, the name of Git's tree object.
/// </summary>
internal static class ForeignContent
{
    private const int TreeLength = 40;
    private const int HashLength = 64;

    /// <summary>Compares an installed skill with what was recorded.</summary>
    public static async Task<SkillImportContent> CompareAsync(
        ISkillStore store, InstalledSkill skill, string? recorded, CancellationToken cancellationToken)
    {
        if (recorded is null || !recorded.All(char.IsAsciiHexDigitLower))
        {
            return SkillImportContent.Unknown;
        }

        if (recorded.Length == TreeLength)
        {
            return skill.TreeDigest is not { } tree ? SkillImportContent.Unknown
                : tree == recorded ? SkillImportContent.AsRecorded
                : SkillImportContent.Different;
        }

        if (recorded.Length != HashLength)
        {
            return SkillImportContent.Unknown;
        }

        // A program that was made at the install is no file of the source.
        List<(string Path, ReadOnlyMemory<byte> Content)> files = [];
        foreach (InstalledFile file in skill.Files.Where(
            file => !skill.IsStub || file.Path != SkillPackage.WasmFileName))
        {
            files.Add((
                file.Path, await store.ReadFileAsync(skill, file.Path, cancellationToken).ConfigureAwait(false)));
        }

        // By code unit where that tool's runtime had no tables of languages.
        return Hash(files, ForeignPathOrder.Instance) == recorded || Hash(files, StringComparer.Ordinal) == recorded
            ? SkillImportContent.AsRecorded
            : SkillImportContent.Different;
    }

    private static string Hash(
        IEnumerable<(string Path, ReadOnlyMemory<byte> Content)> files, IComparer<string> comparer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string path, ReadOnlyMemory<byte> content) in files.OrderBy(static file => file.Path, comparer))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(content.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
