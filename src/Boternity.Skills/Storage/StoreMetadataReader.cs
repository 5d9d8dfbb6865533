using System.Buffers;
using System.Text.Json;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>
/// From the bytes of a metadata file to an <see cref="InstalledSkill"/>, or to what is wrong with them.
/// </summary>
internal static class StoreMetadataReader
{
    /// <summary>
    /// The most bytes in a metadata file: 1,000 files with long paths and a frontmatter fit many times.
    /// </summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static byte[] Write(StoreMetadata metadata) =>
        JsonSerializer.SerializeToUtf8Bytes(metadata, StoreJsonContext.Default.StoreMetadata);

    /// <exception cref="SkillStoreException">The metadata cannot be used
    /// (<see cref="SkillErrorCodes.StoreEntryDamaged"/>).</exception>
    public static StoreMetadata Read(string skillId, string entryName, ReadOnlySpan<byte> utf8)
    {
        StoreMetadata? metadata;
        try
        {
            metadata = JsonSerializer.Deserialize(utf8, StoreJsonContext.Default.StoreMetadata);
        }
        catch (JsonException exception)
        {
            string? place = exception.Path is { Length: > 0 } path ? $" at {PackageErrors.Show(path)}" : "";
            throw StoreErrors.Damaged(
                skillId,
                FindFormatProblem(utf8)
                    ?? $"{StoreLayout.MetadataFileName} is not valid{place} (line {exception.LineNumber + 1})",
                exception);
        }

        return FindProblem(entryName, metadata) is { } problem
            ? throw StoreErrors.Damaged(skillId, problem)
            : metadata!;
    }

    public static InstalledSkill ToInstalled(StoreMetadata metadata, string entryPath, StoreLayout layout) => new()
    {
        SkillId = metadata.SkillId,
        RootPath = layout.ContentPath(entryPath, metadata.SkillId),
        WasmPath = metadata.WasmKind is null
            ? null
            : layout.FilePath(layout.ContentPath(entryPath, metadata.SkillId), SkillPackage.WasmFileName),
        WasmKind = metadata.WasmKind,
        IsStub = metadata.IsStub ?? false,
        IsDependency = metadata.IsDependency ?? false,
        Manifest = metadata.Manifest,
        InputSchema = metadata.InputSchema,
        Scripts = metadata.Scripts ?? [],
        Source = metadata.Source,
        TrustTier = metadata.TrustTier,
        InstalledAt = metadata.InstalledAt,
        Files = metadata.Files,
        TreeDigest = metadata.TreeDigest,
        Supersedes = metadata.Supersedes ?? [],
        ContentDigest = DigestOf(metadata.Files),
    };

    public static string DigestOf(IReadOnlyList<InstalledFile> files) =>
        SkillDigest.OfContent(files.Select(file => new SkillFileDigest
        {
            Path = file.Path,
            IsExecutable = file.IsExecutable,
            Size = file.Size,
            Sha256 = file.Sha256,
        }));

    private static string? FindFormatProblem(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return FindFormatProblem(
                JsonSerializer.Deserialize(utf8, StoreJsonContext.Default.StoreMetadataHeader)?.FormatVersion ?? 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? FindFormatProblem(int version) => version switch
    {
        > StoreMetadata.CurrentFormat =>
            $"{StoreLayout.MetadataFileName} has format {version}, which a later version of this library wrote; this "
                + $"one knows {StoreMetadata.CurrentFormat}",
        >= StoreMetadata.FirstFormat and < StoreMetadata.CurrentFormat =>
            $"{StoreLayout.MetadataFileName} has format {version}, which an earlier version of this library wrote; "
                + $"remove the skill and install it again",
        _ => null,
    };

    private static string? FindProblem(string entryName, StoreMetadata? metadata)
    {
        if (metadata is null)
        {
            return $"{StoreLayout.MetadataFileName} is empty";
        }

        if (metadata.FormatVersion != StoreMetadata.CurrentFormat)
        {
            return FindFormatProblem(metadata.FormatVersion)
                ?? $"{StoreLayout.MetadataFileName} has the unknown format {metadata.FormatVersion}";
        }

        if (SkillIdRules.FindProblem(metadata.SkillId) is not null
            || StoreLayout.EntryName(metadata.SkillId) != entryName)
        {
            return $"it was installed as '{PackageErrors.Show(metadata.SkillId)}'";
        }

        return FindFileProblem(metadata.Files) ?? FindWasmProblem(metadata);
    }

    private static string? FindFileProblem(IReadOnlyList<InstalledFile> files)
    {
        string last = "";
        foreach (InstalledFile? file in files)
        {
            if (file is null || SkillPath.FindProblem(file.Path) is not null || file.Size < 0 || !IsDigest(file.Sha256))
            {
                return $"the record of the file '{PackageErrors.Show(file?.Path ?? "")}' is not valid";
            }

            if (string.CompareOrdinal(last, file.Path) >= 0)
            {
                return $"the record of the file '{PackageErrors.Show(file.Path)}' is out of order";
            }

            last = file.Path;
        }

        return files.Any(file => file.Path == SkillPackage.ManifestFileName)
            ? null
            : $"no {SkillPackage.ManifestFileName} is recorded";
    }

    private static string? FindWasmProblem(StoreMetadata metadata)
    {
        bool isTool = metadata.Manifest.Type == SkillType.Tool;
        bool hasWasm = metadata.Files.Any(file => file.Path == SkillPackage.WasmFileName);
        return isTool == hasWasm && isTool == metadata.WasmKind is not null
            ? null
            : $"its type ({(isTool ? "tool" : "prompt")}) and the record of its {SkillPackage.WasmFileName} disagree";
    }

    private static bool IsDigest(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(HexDigits);
}
