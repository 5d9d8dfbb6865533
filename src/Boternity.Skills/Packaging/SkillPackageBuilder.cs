using System.Buffers;
using Boternity.Skills.Manifests;

namespace Boternity.Skills.Packaging;

/// <summary>
/// Gathers the files of a skill's folder and checks each as it comes: path, clashes, limits. For registries of a host's
/// own. Not safe for concurrent use.
/// </summary>
public sealed class SkillPackageBuilder
{
    private const int SmallestBuffer = 4 * 1024;
    private const int LargestFirstBuffer = 1024 * 1024;

    private readonly SkillPackageLimits _limits;
    private readonly PathSet _paths = new();
    private readonly List<SkillPackageFile> _files = [];
    private long _totalBytes;

    /// <summary>Creates an empty folder.</summary>
    /// <param name="limits">How large it may become; null for the defaults.</param>
    public SkillPackageBuilder(SkillPackageLimits? limits = null) => _limits = limits ?? new SkillPackageLimits();

    /// <summary>Gets the files so far, in the order in which they came.</summary>
    internal IReadOnlyList<SkillPackageFile> Files => _files;

    /// <summary>Adds a file.</summary>
    /// <exception cref="SkillPackageException">The path breaks a rule or clashes with another, or a limit is
    /// passed.</exception>
    public void Add(SkillPackageFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Enter(file.Path);
        Count(file.Path, file.Content.Length);
        _files.Add(file);
    }

    /// <summary>Reads a file to its end, or to the limit.</summary>
    /// <param name="path">The path inside the folder.</param>
    /// <param name="content">The bytes; nothing it says of its length is believed.</param>
    /// <param name="isExecutable">Whether the owner's executable bit is set.</param>
    /// <param name="expectedLength">How many bytes are likely; used for the first buffer only.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async ValueTask AddAsync(
        string path, Stream content, bool isExecutable, long expectedLength, CancellationToken cancellationToken)
    {
        Enter(path);
        byte[] bytes = await ReadAsync(path, content, expectedLength, cancellationToken).ConfigureAwait(false);
        Count(path, bytes.Length);
        _files.Add(new SkillPackageFile { Path = path, Content = bytes, IsExecutable = isExecutable });
    }

    /// <summary>Adds an entry of an archive under a path; folders are skipped, links and devices refused.</summary>
    internal ValueTask AddAsync(string path, in ArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.OtherKind is { } kind)
        {
            PackageErrors.ThrowKind(path, kind);
        }

        return entry.IsFolder
            ? ValueTask.CompletedTask
            : AddAsync(path, entry.Content, entry.IsExecutable, entry.Length, cancellationToken);
    }

    /// <summary>
    /// Takes off the one folder that an archive has around everything; does nothing where there is a SKILL.md
    /// outside of it.
    /// </summary>
    internal void UnwrapTopFolder()
    {
        if (_files.Count == 0 || _files[0].Path.IndexOf('/', StringComparison.Ordinal) is var slash && slash < 0)
        {
            return;
        }

        string prefix = _files[0].Path[..(slash + 1)];
        if (_files.TrueForAll(file => file.Path.StartsWith(prefix, StringComparison.Ordinal)))
        {
            for (int i = 0; i < _files.Count; i++)
            {
                _files[i] = _files[i] with { Path = _files[i].Path[prefix.Length..] };
            }
        }
    }

    /// <summary>Reads the SKILL.md, leniently, and hands over the folder.</summary>
    /// <param name="source">Where it came from.</param>
    /// <exception cref="SkillPackageException">There is no SKILL.md
    /// (<see cref="SkillErrorCodes.PackageManifestMissing"/>).</exception>
    /// <exception cref="SkillManifestException">The SKILL.md cannot be read.</exception>
    public SkillPackage Build(SkillSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        SkillPackageFile[] files = [.. _files.OrderBy(file => file.Path, StringComparer.Ordinal)];
        SkillPackageFile manifest = Array.Find(files, file => file.Path == SkillPackage.ManifestFileName)
            ?? throw PackageErrors.ManifestMissing(source);
        var options = new SkillManifestReadOptions
        {
            FolderName = source.FolderName,
            Place = $"{source}/{SkillPackage.ManifestFileName}",
        };
        SkillDocument document = SkillManifestReader.Read(manifest.Content.Span, options);
        return new SkillPackage { Source = source, Document = document, Files = files };
    }

    private void Enter(string path)
    {
        SkillPath.ThrowIfInvalid(path);
        if (_files.Count >= _limits.MaxFiles)
        {
            PackageErrors.ThrowFiles(path, _limits.MaxFiles);
        }

        _paths.AddFile(path);
    }

    private void Count(string path, long length)
    {
        if (length > _limits.MaxFileBytes)
        {
            PackageErrors.ThrowFileBytes(path, _limits.MaxFileBytes);
        }

        if (length > _limits.MaxTotalBytes - _totalBytes)
        {
            PackageErrors.ThrowTotalBytes(path, _limits.MaxTotalBytes);
        }

        _totalBytes += length;
    }

    private async ValueTask<byte[]> ReadAsync(
        string path, Stream content, long expectedLength, CancellationToken cancellationToken)
    {
        int first = (int)Math.Clamp(expectedLength + 1, SmallestBuffer, LargestFirstBuffer);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(first);
        try
        {
            int filled = 0;
            while (true)
            {
                int read = await content.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return buffer.AsSpan(0, filled).ToArray();
                }

                filled += read;
                if (filled > _limits.MaxFileBytes || filled > _limits.MaxTotalBytes - _totalBytes)
                {
                    Count(path, filled);
                }

                if (filled == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(checked(buffer.Length * 2));
                    buffer.AsSpan(0, filled).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
