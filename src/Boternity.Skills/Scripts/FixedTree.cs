using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Scripts;

/// <summary>
/// A tree of files that nobody changes, as a guest sees it: a runtime's library, a skill's folder, or nothing at all.
/// Immutable: all runs share it.
/// </summary>
internal sealed class FixedTree
{
    private readonly Dictionary<string, FixedTree> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FixedFile> _files = new(StringComparer.Ordinal);

    private FixedTree(ulong node) => Node = node;

    /// <summary>A directory with nothing in it.</summary>
    public static FixedTree Empty { get; } = new(1);

    /// <summary>Tells the directory from the others of its tree.</summary>
    public ulong Node { get; }

    public IReadOnlyDictionary<string, FixedTree> Directories => _directories;

    public IReadOnlyDictionary<string, FixedFile> Files => _files;

    /// <summary>Makes a tree of files by their paths, which have forward slashes and were checked.</summary>
    public static FixedTree Of(IEnumerable<FixedFile> files)
    {
        ulong nodes = 1;
        var root = new FixedTree(nodes);
        foreach (FixedFile file in files)
        {
            string[] names = file.Path.Split('/');
            FixedTree directory = root;
            foreach (string name in names[..^1])
            {
                if (!directory._directories.TryGetValue(name, out FixedTree? below))
                {
                    below = new FixedTree(++nodes);
                    directory._directories.Add(name, below);
                }

                directory = below;
            }

            file.Node = ++nodes;
            directory._files.Add(names[^1], file);
        }

        return root;
    }
}

/// <summary>A file of a <see cref="FixedTree"/>.</summary>
/// <param name="path">Its path in the tree, with forward slashes.</param>
/// <param name="length">Its length in bytes.</param>
internal abstract class FixedFile(string path, long length)
{
    public string Path { get; } = path;

    public long Length { get; } = length;

    public ulong Node { get; set; }

    /// <summary>Opens the content.</summary>
    /// <exception cref="GuestFileException">It cannot be opened.</exception>
    public abstract IFixedContent Open();
}

/// <summary>The content of an open file.</summary>
internal interface IFixedContent : IDisposable
{
    /// <summary>Reads bytes at an offset within the length; as many as there are.</summary>
    /// <exception cref="GuestFileException">The disk failed.</exception>
    int Read(long offset, Span<byte> buffer);
}

/// <summary>A file in memory.</summary>
internal sealed class FixedMemoryFile(string path, ReadOnlyMemory<byte> content)
    : FixedFile(path, content.Length), IFixedContent
{
    public override IFixedContent Open() => this;

    public int Read(long offset, Span<byte> buffer)
    {
        ReadOnlySpan<byte> left = content.Span[(int)offset..];
        int count = Math.Min(left.Length, buffer.Length);
        left[..count].CopyTo(buffer);
        return count;
    }

    public void Dispose()
    {
        // The memory is the tree's.
    }
}
