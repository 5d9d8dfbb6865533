using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>
/// The files that an install writes: the package's, less what is the store's to write, and the compiled program.
/// </summary>
internal sealed class StorePlan
{
    private static readonly string MetadataKey = PathKey.Of(StoreLayout.MetadataFileName);
    private static readonly string WasmKey = PathKey.Of(SkillPackage.WasmFileName);

    private StorePlan(IReadOnlyList<SkillPackageFile> files, IReadOnlyList<string> leftOut)
    {
        Files = files;
        LeftOut = leftOut;
    }

    /// <summary>Sorted by path (ordinal).</summary>
    public IReadOnlyList<SkillPackageFile> Files { get; }

    /// <summary>Paths of the package that have a name of the store's, and so are not written.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Checks a request again, whoever made its package, and decides what is written.</summary>
    /// <exception cref="SkillPackageException">A path breaks the path rules, or the SKILL.md is missing.</exception>
    /// <exception cref="SkillStoreException">A tool skill comes without its program
    /// (<see cref="SkillErrorCodes.CompilationMissing"/>).</exception>
    public static StorePlan For(SkillStoreRequest request, string skillId)
    {
        CheckWasm(request, skillId);
        var paths = new PathSet();
        List<SkillPackageFile> files = [];
        List<string> leftOut = [];
        foreach (SkillPackageFile file in request.Package.Files)
        {
            SkillPath.ThrowIfInvalid(file.Path);
            if (IsReserved(file.Path))
            {
                leftOut.Add(file.Path);
                continue;
            }

            paths.AddFile(file.Path);
            files.Add(file);
        }

        if (!files.Exists(file => file.Path == SkillPackage.ManifestFileName))
        {
            throw PackageErrors.ManifestMissing(request.Package.Source);
        }

        if (request.Wasm is { } wasm)
        {
            files.Add(new SkillPackageFile { Path = SkillPackage.WasmFileName, Content = wasm.Bytes });
            leftOut.Remove(SkillPackage.WasmFileName);
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new StorePlan(files, leftOut);
    }

    /// <summary>What is recorded of the files.</summary>
    public IReadOnlyList<InstalledFile> Describe() =>
    [
        .. Files.Select(file => new InstalledFile
        {
            Path = file.Path,
            Size = file.Content.Length,
            Sha256 = SkillDigest.OfFile(file.Content.Span),
            IsExecutable = file.IsExecutable,
        }),
    ];

    /// <summary>Whether what was recorded of files is of these.</summary>
    public bool Matches(IReadOnlyList<InstalledFile> files) =>
        files.Count == Files.Count
        && Files.Zip(files).All(pair => pair.First.Path == pair.Second.Path
            && pair.First.Content.Length == pair.Second.Size
            && pair.First.IsExecutable == pair.Second.IsExecutable);

    private static void CheckWasm(SkillStoreRequest request, string skillId)
    {
        bool isTool = request.Package.Manifest.Type == SkillType.Tool;
        if (isTool && request.Wasm is null)
        {
            throw new SkillStoreException(
                SkillErrorCodes.CompilationMissing,
                skillId,
                $"'{PackageErrors.Show(request.Package.Manifest.Name)}' is a tool skill and comes without its "
                    + $"{SkillPackage.WasmFileName}.");
        }

        if (!isTool && request.Wasm is not null)
        {
            throw new ArgumentException("A prompt skill has no program.", nameof(request));
        }
    }

    // Compared as the least discerning file system would; a directory of such a name would be in the way just the same.
    private static bool IsReserved(string path)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string key = PathKey.Of(slash < 0 ? path : path[..slash]);
        return key == MetadataKey || key == WasmKey;
    }
}
