using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Boternity.Skills.Packaging;

/// <summary>The errors of this folder, each worded once.</summary>
internal static class PackageErrors
{
    [DoesNotReturn]
    public static void ThrowPath(string path, string problem) =>
        throw new SkillPackageException(
            SkillErrorCodes.PackagePath, $"The path '{Show(path)}' is refused: {problem}.", path);

    [DoesNotReturn]
    public static void ThrowClash(string path, string other) =>
        ThrowPath(path, $"on some systems it is the same as '{Show(other)}'");

    [DoesNotReturn]
    public static void ThrowKind(string path, string kind) =>
        throw new SkillPackageException(
            SkillErrorCodes.PackageEntryKind,
            $"'{Show(path)}' is {kind}; a skill may contain plain files and folders only.",
            path);

    [DoesNotReturn]
    public static void ThrowFiles(string path, int limit) =>
        throw new SkillPackageException(
            SkillErrorCodes.PackageLimit,
            $"The skill has more than {limit} files; '{Show(path)}' is one too many.",
            path,
            limit);

    [DoesNotReturn]
    public static void ThrowFileBytes(string path, long limit) =>
        throw new SkillPackageException(
            SkillErrorCodes.PackageLimit,
            $"The file '{Show(path)}' has more than {limit} bytes, the limit for a file.",
            path,
            limit);

    [DoesNotReturn]
    public static void ThrowTotalBytes(string path, long limit) =>
        throw new SkillPackageException(
            SkillErrorCodes.PackageLimit,
            $"The skill has more than {limit} bytes in all, the limit; '{Show(path)}' goes over it.",
            path,
            limit);

    [DoesNotReturn]
    public static void ThrowArchiveLimit(string what, long limit) =>
        throw new SkillPackageException(
            SkillErrorCodes.PackageLimit, $"The archive has more than {limit} {what}, the limit.", null, limit);

    public static SkillPackageException Archive(string problem, Exception? inner = null) =>
        new(SkillErrorCodes.PackageArchive, $"The archive cannot be read: {problem}", innerException: inner);

    public static SkillPackageException ManifestMissing(SkillSource source) =>
        new(
            SkillErrorCodes.PackageManifestMissing,
            $"{source} has no {SkillPackage.ManifestFileName}.",
            SkillPackage.ManifestFileName);

    /// <summary>
    /// A stranger's text for a message: short, and without what would move the cursor or turn the line around.
    /// </summary>
    public static string Show(string text)
    {
        var shown = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length >= 160)
            {
                return shown.Append('…').ToString();
            }

            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format)
            {
                shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }
}
