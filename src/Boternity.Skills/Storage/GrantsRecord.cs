using System.Text.Json;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Storage;

/// <summary>
/// What the version in an entry was granted, in a file of the entry: a version and its grants come and go by the same
/// rename. Every entry has one; where it is missing, nothing is granted.
/// </summary>
internal sealed record GrantsRecord
{
    public const int CurrentFormat = 2;

    private const long MaxBytes = 4 * 1024 * 1024;

    public required int FormatVersion { get; init; }

    /// <summary>Where the skill came from: the same bytes from elsewhere were not approved.</summary>
    public required SkillSource Source { get; init; }

    public required string ContentDigest { get; init; }

    /// <summary>The grants in their canonical form.</summary>
    public required JsonElement Grants { get; init; }

    public static byte[] Write(SkillSource source, string contentDigest, SkillGrants grants)
    {
        using JsonDocument canonical = JsonDocument.Parse(grants.ToCanonicalJson());
        var record = new GrantsRecord
        {
            FormatVersion = CurrentFormat,
            Source = source,
            ContentDigest = contentDigest,
            Grants = canonical.RootElement,
        };
        return JsonSerializer.SerializeToUtf8Bytes(record, StoreJsonContext.Default.GrantsRecord);
    }

    /// <summary>Opens and reads the file in one step: between a look and an opening, another may replace it.</summary>
    /// <returns>The grants, and what they are bound to; null when there is no such file.</returns>
    /// <exception cref="SkillStoreException">The file cannot be used
    /// (<see cref="SkillErrorCodes.StoreEntryDamaged"/>).</exception>
    public static BoundGrants? Read(StoreDisk disk, string skillId, string path)
    {
        byte[]? bytes;
        try
        {
            bytes = disk.ReadBounded(path, MaxBytes);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (StoreErrors.IsNoFile(exception))
        {
            throw StoreErrors.Damaged(
                skillId, $"the record of what it was granted cannot be read ({exception.Message})", exception);
        }

        try
        {
            GrantsRecord? record = JsonSerializer.Deserialize(
                bytes ?? throw new JsonException($"it is larger than {MaxBytes} bytes"),
                StoreJsonContext.Default.GrantsRecord);
            return record?.FormatVersion == CurrentFormat
                ? new BoundGrants(record.Source, record.ContentDigest, SkillGrants.FromJson(record.Grants.GetRawText()))
                : throw new JsonException(
                    $"it has format {record?.FormatVersion}, and this version of the library knows {CurrentFormat}");
        }
        catch (JsonException exception)
        {
            throw StoreErrors.Damaged(
                skillId, $"the record of what it was granted cannot be read ({exception.Message})", exception);
        }
    }
}

/// <summary>Grants, and the content that they were given to.</summary>
internal sealed record BoundGrants(SkillSource Source, string ContentDigest, SkillGrants Grants)
{
    public SkillGrants For(InstalledSkill skill) =>
        ContentDigest == skill.ContentDigest && Source.IsSameSkillAs(skill.Source) ? Grants : SkillGrants.None;
}
