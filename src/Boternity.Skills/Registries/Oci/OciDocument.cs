namespace Boternity.Skills.Registries.Oci;

/// <summary>
/// An image manifest or an image index (OCI image specification 1.1), as far as it is used: the one has layers, the
/// other manifests.
/// </summary>
internal sealed record OciDocument
{
    public string? MediaType { get; init; }

    public string? ArtifactType { get; init; }

    public OciDescriptor? Config { get; init; }

    public IReadOnlyList<OciDescriptor?>? Layers { get; init; }

    public IReadOnlyList<OciDescriptor?>? Manifests { get; init; }

    public IReadOnlyDictionary<string, string?> Annotations { get; init => field = value ?? NoAnnotations; } =
        NoAnnotations;

    internal static IReadOnlyDictionary<string, string?> NoAnnotations { get; } = new Dictionary<string, string?>();
}

/// <summary>What a document says of a blob or of another document.</summary>
internal sealed record OciDescriptor
{
    public string? MediaType { get; init; }

    public string? ArtifactType { get; init; }

    public string? Digest { get; init; }

    public long Size { get; init; }

    public OciPlatform? Platform { get; init; }

    public IReadOnlyDictionary<string, string?> Annotations
    {
        get;
        init => field = value ?? OciDocument.NoAnnotations;
    }

    = OciDocument.NoAnnotations;

    /// <summary>An annotation; null where it is not there, or empty.</summary>
    public string? Find(string annotation) =>
        Annotations.GetValueOrDefault(annotation) is { Length: > 0 } value ? value : null;
}

/// <summary>What a manifest of an index is for.</summary>
internal sealed record OciPlatform
{
    public string? Architecture { get; init; }

    public string? Os { get; init; }
}

/// <summary>The answer of "Listing tags".</summary>
internal sealed record OciTags
{
    public IReadOnlyList<string?> Tags { get; init => field = value ?? []; } = [];
}

/// <summary>The answer of a server of tokens.</summary>
internal sealed record OciTokenAnswer
{
    public string? Token { get; init; }

    public string? AccessToken { get; init; }

    public long? ExpiresIn { get; init; }
}
