namespace Boternity.Skills.Registries.Oci;

/// <summary>
/// Which layers are what. Skills are pushed as one tar.gz (<c>…tar+gzip</c>, under several vendors' names) or tar, as
/// files one by one, each with its path as its title (ORAS), or as images with a folder; a program is a layer of the
/// type <c>application/wasm</c> (the CNCF's layout of Wasm artefacts, which wassette uses).
/// </summary>
internal static class OciLayers
{
    public const string Title = "org.opencontainers.image.title";
    public const string Description = "org.opencontainers.image.description";

    private const string Unpack = "io.deis.oras.content.unpack";

    private static readonly string[] Programs =
    [
        "application/wasm",
        "application/vnd.wasm.content.layer.v1+wasm",
        "application/vnd.module.wasm.content.layer.v1+wasm",
    ];

    private static readonly string[] Indexes =
    [
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    ];

    private static readonly string[] Manifests =
    [
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ];

    /// <summary>The types of documents that are read.</summary>
    public static string Accept { get; } = string.Join(", ", [.. Manifests, .. Indexes]);

    /// <summary>The type of an index that lists skills, which are artefacts of their own.</summary>
    public static bool IsCollection(string? artifactType) =>
        artifactType is not null && artifactType.Contains(".collection.", StringComparison.Ordinal);

    public static OciLayerKind KindOf(OciDescriptor layer)
    {
        string type = (layer.MediaType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        if (Programs.Contains(type, StringComparer.Ordinal))
        {
            return OciLayerKind.Program;
        }

        bool isUnpacked = layer.Find(Unpack) == "true";
        bool isFile = layer.Find(Title) is not null && !isUnpacked;
        if (type.EndsWith("tar+gzip", StringComparison.Ordinal)
            || type.EndsWith(".tar.gzip", StringComparison.Ordinal)
            || (type is "application/gzip" or "application/x-gzip" && !isFile))
        {
            return OciLayerKind.TarGz;
        }

        if (type.EndsWith("+zip", StringComparison.Ordinal) || (type == "application/zip" && !isFile))
        {
            return OciLayerKind.Zip;
        }

        // ORAS says of a file whose type is not known that it is a tar, and gives it a title.
        return isFile ? OciLayerKind.File
            : type.EndsWith(".tar", StringComparison.Ordinal) || type is "application/x-tar" or "application/tar"
                ? OciLayerKind.Tar
            : type.Contains(".tar+", StringComparison.Ordinal)
                || type.EndsWith(".tar.zstd", StringComparison.Ordinal)
                || type == "application/zstd"
                    ? OciLayerKind.Unreadable
                    : OciLayerKind.Unknown;
    }

    /// <summary>The manifest of an index that is the skill; null for none.</summary>
    /// <remarks>
    /// A skill is the same on all platforms, but an index may list one manifest for each of them. Which one is taken
    /// does not depend on this machine, so that a digest means the same everywhere.
    /// </remarks>
    public static OciDescriptor? Choose(OciDocument index)
    {
        OciDescriptor[] manifests =
        [
            .. index.Manifests!
                .OfType<OciDescriptor>()
                .Where(one => one.MediaType is null || Manifests.Contains(one.MediaType, StringComparer.Ordinal))
                .Where(one => one.Platform is not { Os: "unknown" }),
        ];
        return Array.Find(manifests, one => one.Platform is null)
            ?? Array.Find(manifests, one => one.Platform!.Architecture == "wasm")
            ?? Array.Find(manifests, one => one.Platform is { Os: "linux", Architecture: "amd64" })
            ?? manifests.FirstOrDefault();
    }
}
