namespace Boternity.Skills.Packaging;

/// <summary>How much of an archive is read before it is refused, whatever is kept of it.</summary>
internal sealed record ArchiveLimits
{
    /// <summary>The most entries of any kind.</summary>
    /// <value>200,000.</value>
    public int MaxEntries { get; init; } = 200_000;

    /// <summary>The most bytes after decompression.</summary>
    /// <value>1 GiB.</value>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>The most bytes of header, long names and attributes of one entry.</summary>
    /// <value>64 KiB.</value>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>For an archive that holds one skill and little else.</summary>
    public static ArchiveLimits For(SkillPackageLimits limits) => new()
    {
        MaxEntries = (int)Math.Min(limits.MaxFiles * 4L, int.MaxValue),
        // A tar file's entry costs up to two headers and padding beside its content.
        MaxBytes = Math.Min(limits.MaxTotalBytes, long.MaxValue / 2) + (limits.MaxFiles * 8L * 1024) + (1024 * 1024),
    };
}
