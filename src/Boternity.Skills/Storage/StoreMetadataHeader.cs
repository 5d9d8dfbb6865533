namespace Boternity.Skills.Storage;

/// <summary>The part of a metadata file that every version of the format has.</summary>
internal sealed record StoreMetadataHeader
{
    public int FormatVersion { get; init; }
}
