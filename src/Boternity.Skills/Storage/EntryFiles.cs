using System.Text;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>
/// Reads the files of a version that the caller holds, which may have been replaced since, and holds each to
/// its digest.
/// </summary>
internal sealed class EntryFiles(StoreDisk disk, StoreLayout layout, StoreReader reader)
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The content of a file: what is returned is what was compared.</summary>
    /// <exception cref="SkillStoreException">The skill has no such file
    /// (<see cref="SkillErrorCodes.StoreFileUnknown"/>).</exception>
    /// <exception cref="SkillIntegrityException">The file is not the one that was installed.</exception>
    /// <exception cref="SkillNotInstalledException">The skill is no longer there, or no longer in this
    /// version.</exception>
    public byte[] Read(InstalledSkill skill, string path)
    {
        InstalledFile recorded = FileOf(skill, path);
        string problem = "is missing";
        foreach (string content in Places(skill))
        {
            try
            {
                byte[]? bytes = disk.ReadBounded(layout.FilePath(content, recorded.Path), recorded.Size);
                if (bytes is not null && SkillDigest.OfFile(bytes) == recorded.Sha256)
                {
                    return bytes;
                }

                problem = "is not the file that was installed: its SHA-256 differs";
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // The other place is looked at next.
            }
            catch (Exception exception) when (StoreErrors.IsNoFile(exception))
            {
                problem = "is not the file that was installed, or may not be read";
            }
        }

        ThrowIfNoLongerThere(skill);
        throw Broken(skill, recorded, problem);
    }

    /// <summary>The text of a file, which must be UTF-8.</summary>
    /// <inheritdoc cref="Read"/>
    public string ReadText(InstalledSkill skill, string path)
    {
        byte[] bytes = Read(skill, path);
        ReadOnlySpan<byte> text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)
            ? bytes.AsSpan(Encoding.UTF8.Preamble.Length)
            : bytes;
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException exception)
        {
            throw new SkillStoreException(
                SkillErrorCodes.StoreFileNotText,
                skill.SkillId,
                $"{PackageErrors.Show(path)} of '{skill.SkillId}' is not UTF-8 text.",
                exception);
        }
    }

    /// <summary>
    /// Opens a file; the stream compares it while it is read, and gives its end only when all of it is right.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    public VerifiedFileStream Open(InstalledSkill skill, string path)
    {
        InstalledFile recorded = FileOf(skill, path);
        string problem = "is missing";
        foreach (string content in Places(skill))
        {
            try
            {
                if (IsVersion(skill, content))
                {
                    Stream file = disk.OpenRead(layout.FilePath(content, recorded.Path));
                    return new VerifiedFileStream(file, recorded, problem => Broken(skill, recorded, problem));
                }
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // The other place is looked at next.
            }
            catch (Exception exception) when (StoreErrors.IsNoFile(exception))
            {
                problem = "is not the file that was installed, or may not be read";
            }
        }

        ThrowIfNoLongerThere(skill);
        throw Broken(skill, recorded, problem);
    }

    private static InstalledFile FileOf(InstalledSkill skill, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        InstalledFile? file = SkillPath.FindProblem(path) is null
            ? skill.Files.FirstOrDefault(file => string.Equals(file.Path, path, StringComparison.Ordinal))
            : null;
        return file ?? throw new SkillStoreException(
            SkillErrorCodes.StoreFileUnknown,
            skill.SkillId,
            $"'{skill.SkillId}' has no file '{PackageErrors.Show(path)}'.");
    }

    // The version lies in one place or the other; the first is looked at again, should it have come back meanwhile, or
    // come there from a transaction.
    private string[] Places(InstalledSkill skill)
    {
        string id = skill.SkillId;
        string live = layout.ContentPath(layout.EntryPath(id), id);
        string previous = layout.ContentPath(layout.PreviousPath(id), id);
        return disk.Exists(layout.Transaction)
            ? [layout.ContentPath(layout.PendingPath(id), id), live, previous, live]
            : [live, previous, live];
    }

    private bool IsVersion(InstalledSkill skill, string content)
    {
        string entry = disk.FileSystem.Path.GetDirectoryName(content)!;
        byte[]? metadata = disk.ReadBounded(layout.MetadataPath(entry), StoreMetadataReader.MaxBytes);
        return metadata is not null
            && StoreMetadataReader.DigestOf(
                StoreMetadataReader.Read(skill.SkillId, StoreLayout.EntryName(skill.SkillId), metadata).Files)
                    == skill.ContentDigest;
    }

    private void ThrowIfNoLongerThere(InstalledSkill skill)
    {
        InstalledSkill? installed;
        try
        {
            installed = reader.Find(skill.SkillId);
        }
        catch (SkillStoreException exception) when (exception.Code == SkillErrorCodes.StoreEntryDamaged)
        {
            // It is there, and damaged: the caller names the file.
            return;
        }

        if (installed is null)
        {
            throw new SkillNotInstalledException(skill.SkillId);
        }

        if (skill.ContentDigest.Length > 0 && installed.ContentDigest != skill.ContentDigest)
        {
            throw new SkillNotInstalledException(
                skill.SkillId, $"'{skill.SkillId}' has been replaced by another version since it was found.");
        }
    }

    private static SkillIntegrityException Broken(InstalledSkill skill, InstalledFile file, string problem) =>
        new(skill.SkillId, file.Path, $"{PackageErrors.Show(file.Path)} of '{skill.SkillId}' {problem}.");
}
