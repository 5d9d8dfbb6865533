using System.Buffers.Binary;
using System.Security.Cryptography;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Git;

/// <summary>
/// The objects of a pack (gitformat-pack), all of them checked: a pack does not say how its objects are called, so that
/// each is hashed.
/// </summary>
internal sealed class GitPack
{
    /// <summary>
    /// The most bytes of an object that is needed as a whole: folders, and what has or is a difference.
    /// </summary>
    public const int MaxObjectBytes = 64 * 1024 * 1024;

    /// <summary>The longest chain of differences; git pack-objects makes none that is longer.</summary>
    public const int MaxDeltaDepth = 4_095;

    // What is decompressed again, because an object is needed that is kept no more, in times of what may come out.
    private const int MaxWorkFactor = 8;

    private const int MaxKeptBytes = 64 * 1024 * 1024;
    private const int HeaderBytes = 12;
    private const int Version = 2;

    private readonly byte[] _pack;
    private readonly int _end;
    private readonly GitObjectFormat _format;
    private readonly ArchiveLimits _limits;
    private readonly GitInflater _inflater;
    private readonly CancellationToken _cancellationToken;
    private readonly Entry[] _entries;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<int, byte[]> _kept = [];
    private readonly Queue<int> _keptOrder = new();
    private long _keptBytes;
    private long _bytes;
    private long _work;

    private GitPack(byte[] pack, int length, GitObjectFormat format, ArchiveLimits limits, CancellationToken token)
    {
        _pack = pack;
        _format = format;
        _limits = limits;
        _cancellationToken = token;
        _end = length - format.Bytes;
        ReadOnlySpan<byte> whole = pack.AsSpan(0, length);
        if (_end < HeaderBytes
            || !whole.StartsWith("PACK"u8)
            || BinaryPrimitives.ReadUInt32BigEndian(whole[4..]) != Version)
        {
            throw PackageErrors.Archive("it is no pack of version 2, or cut.");
        }

        if (!CryptographicOperations.HashData(format.Algorithm, whole[.._end]).AsSpan().SequenceEqual(whole[_end..]))
        {
            throw PackageErrors.Archive("the checksum of the pack is another.");
        }

        uint count = BinaryPrimitives.ReadUInt32BigEndian(whole[8..]);
        if (count > limits.MaxEntries)
        {
            PackageErrors.ThrowArchiveLimit("objects", limits.MaxEntries);
        }

        // An object takes at least as many bytes as a header and an empty stream.
        if (count > (uint)(_end - HeaderBytes) / 2)
        {
            throw PackageErrors.Archive("the pack has less objects than it says.");
        }

        _entries = new Entry[count];
        _inflater = new GitInflater(pack, _end, Charge, token);
    }

    /// <summary>Reads a pack.</summary>
    /// <param name="pack">The bytes.</param>
    /// <param name="length">How many of them are the pack.</param>
    /// <param name="format">How its objects are named.</param>
    /// <param name="limits">When to stop.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SkillPackageException">It is damaged, cut or over a limit.</exception>
    public static GitPack Read(
        byte[] pack,
        int length,
        GitObjectFormat format,
        ArchiveLimits limits,
        CancellationToken cancellationToken)
    {
        var read = new GitPack(pack, length, format, limits, cancellationToken);
        read.Scan();
        read.Resolve();
        return read;
    }

    /// <summary>The number of an object.</summary>
    /// <exception cref="SkillPackageException">It is not there, or of another kind.</exception>
    public int Find(string name, GitObjectKind kind) =>
        !_byName.TryGetValue(name, out int index)
            ? throw PackageErrors.Archive($"the pack has no object {name}.")
            : _entries[index].Kind == kind
                ? index
                : throw PackageErrors.Archive($"the object {name} of the pack is no {NameOf(kind)}.");

    /// <summary>How many bytes an object has.</summary>
    public long SizeOf(int index) => _entries[index].Size;

    /// <summary>The content of an object as a stream.</summary>
    public Stream Open(int index)
    {
        if (_entries[index].Base >= 0)
        {
            return new MemoryStream(ContentOf(index), writable: false);
        }

        Charge(_entries[index].Size);
        return _inflater.Open(_entries[index].Data);
    }

    /// <summary>The content of an object.</summary>
    /// <exception cref="SkillPackageException">It is too large to be held.</exception>
    public byte[] ContentOf(int index)
    {
        var differences = new Stack<int>();
        int at = index;
        byte[]? content;
        while (!_kept.TryGetValue(at, out content))
        {
            if (_entries[at].Base < 0)
            {
                content = Inflate(at, _entries[at].Size);
                Keep(at, content);
                break;
            }

            differences.Push(at);
            at = _entries[at].Base;
        }

        while (differences.TryPop(out int next))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            byte[] delta = Inflate(next, _entries[next].DeltaSize);
            long size = GitDelta.SizeOf(delta);
            ThrowIfTooLarge(size);
            Charge(size);
            content = GitDelta.Apply(content, delta);
            Keep(next, content);
        }

        return content;
    }

    private void Scan()
    {
        int at = HeaderBytes;
        for (int i = 0; i < _entries.Length; i++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int start = at;
            (GitObjectKind kind, long size) = ReadHeader(ref at);
            var entry = new Entry { Kind = kind, Size = size, Base = -1, Start = start };
            if (kind is GitObjectKind.OffsetDelta)
            {
                entry.BaseStart = start - ReadDistance(ref at);
                if (entry.BaseStart < HeaderBytes || entry.BaseStart >= start)
                {
                    throw PackageErrors.Archive("an object of the pack is the difference to none before it.");
                }
            }
            else if (kind is GitObjectKind.NamedDelta)
            {
                entry.BaseName = Convert.ToHexStringLower(Take(ref at, _format.Bytes));
            }

            entry.Data = at;
            if (!_inflater.CanHold(at, size))
            {
                throw PackageErrors.Archive("an object of the pack says that it is larger than it can be.");
            }

            Charge(size);
            if (kind is GitObjectKind.OffsetDelta or GitObjectKind.NamedDelta)
            {
                ThrowIfTooLarge(size);
                entry.DeltaSize = size;
                at = _inflater.Inflate(at, size, static _ => { });
            }
            else
            {
                Count(size);
                using IncrementalHash hash = _format.Begin(NameOf(kind), size);
                at = _inflater.Inflate(at, size, hash.AppendData);
                entry.Name = Convert.ToHexStringLower(hash.GetHashAndReset());
                _byName.TryAdd(entry.Name, i);
            }

            _entries[i] = entry;
        }

        if (at != _end)
        {
            throw PackageErrors.Archive("the pack has more after its objects.");
        }
    }

    // From the objects that are whole to those that are differences to them, and on. What is left over is the
    // difference to what is not there, or stands in a circle.
    private void Resolve()
    {
        var starts = new Dictionary<int, int>(_entries.Length);
        for (int i = 0; i < _entries.Length; i++)
        {
            starts[_entries[i].Start] = i;
        }

        var byBase = new Dictionary<int, List<int>>();
        var byBaseName = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        int left = 0;
        var resolved = new Stack<int>();
        for (int i = 0; i < _entries.Length; i++)
        {
            ref Entry entry = ref _entries[i];
            if (entry.Kind is not (GitObjectKind.OffsetDelta or GitObjectKind.NamedDelta))
            {
                resolved.Push(i);
                continue;
            }

            left++;
            if (entry.BaseName is { } name)
            {
                Add(byBaseName, name, i);
            }
            else
            {
                Add(
                    byBase,
                    starts.TryGetValue(entry.BaseStart, out int known)
                        ? known
                        : throw PackageErrors.Archive("an object of the pack is the difference to none before it."),
                    i);
            }
        }

        while (resolved.TryPop(out int done))
        {
            left -= ResolveAll(byBase, done, done, resolved);
            left -= ResolveAll(byBaseName, _entries[done].Name!, done, resolved);
        }

        if (left > 0)
        {
            throw PackageErrors.Archive(
                "objects of the pack are differences to objects that are not there, or in a circle.");
        }
    }

    private int ResolveAll<TKey>(Dictionary<TKey, List<int>> waiting, TKey key, int done, Stack<int> resolved)
        where TKey : notnull
    {
        if (!waiting.Remove(key, out List<int>? differences))
        {
            return 0;
        }

        foreach (int index in differences)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            ref Entry entry = ref _entries[index];
            entry.Base = done;
            entry.Kind = _entries[done].Kind;
            entry.Depth = _entries[done].Depth + 1;
            if (entry.Depth > MaxDeltaDepth)
            {
                PackageErrors.ThrowArchiveLimit("differences on one another", MaxDeltaDepth);
            }

            byte[] content = ContentOf(index);
            Count(content.Length);
            entry.Size = content.Length;
            using IncrementalHash hash = _format.Begin(NameOf(entry.Kind), content.Length);
            hash.AppendData(content);
            entry.Name = Convert.ToHexStringLower(hash.GetHashAndReset());
            _byName.TryAdd(entry.Name, index);
            resolved.Push(index);
        }

        return differences.Count;
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int index)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<int>? list))
        {
            lists[key] = list = [];
        }

        list.Add(index);
    }

    // "Size encoding", with the kind in the first byte.
    private (GitObjectKind Kind, long Size) ReadHeader(ref int at)
    {
        byte part = Take(ref at, 1)[0];
        var kind = (GitObjectKind)((part >> 4) & 7);
        long size = part & 0x0F;
        for (int shift = 4; (part & 0x80) != 0; shift += 7)
        {
            part = Take(ref at, 1)[0];
            if (shift > 50)
            {
                throw PackageErrors.Archive("an object of the pack says that it is larger than it can be.");
            }

            size |= (long)(part & 0x7F) << shift;
        }

        return Enum.IsDefined(kind)
            ? (kind, size)
            : throw PackageErrors.Archive("an object of the pack is of a kind that is not known.");
    }

    // "Offset encoding": each byte but the last adds one.
    private int ReadDistance(ref int at)
    {
        byte part = Take(ref at, 1)[0];
        long distance = part & 0x7F;
        while ((part & 0x80) != 0)
        {
            part = Take(ref at, 1)[0];
            distance = ((distance + 1) << 7) | (uint)(part & 0x7F);
            if (distance > int.MaxValue)
            {
                throw PackageErrors.Archive("an object of the pack is the difference to none before it.");
            }
        }

        return (int)distance;
    }

    private ReadOnlySpan<byte> Take(ref int at, int length)
    {
        if (length > _end - at)
        {
            throw PackageErrors.Archive("the pack has less objects than it says.");
        }

        at += length;
        return _pack.AsSpan(at - length, length);
    }

    private byte[] Inflate(int index, long size)
    {
        ThrowIfTooLarge(size);
        Charge(size);
        byte[] content = new byte[size];
        int at = 0;
        _inflater.Inflate(
            _entries[index].Data,
            size,
            block =>
            {
                block.CopyTo(content.AsSpan(at));
                at += block.Length;
            });
        return content;
    }

    private void Keep(int index, byte[] content)
    {
        _kept[index] = content;
        _keptOrder.Enqueue(index);
        _keptBytes += content.Length;
        while (_keptBytes > MaxKeptBytes && _keptOrder.Count > 1)
        {
            _keptBytes -= _kept.Remove(_keptOrder.Dequeue(), out byte[]? oldest) ? oldest.Length : 0;
        }
    }

    private void Count(long size)
    {
        _bytes += size;
        if (_bytes > _limits.MaxBytes)
        {
            PackageErrors.ThrowArchiveLimit("bytes after decompression", _limits.MaxBytes);
        }
    }

    private void Charge(long size)
    {
        _work += size;
        if (_work / MaxWorkFactor > _limits.MaxBytes)
        {
            PackageErrors.ThrowArchiveLimit(
                "bytes to decompress, some of them again,", MaxWorkFactor * _limits.MaxBytes);
        }
    }

    private static void ThrowIfTooLarge(long size)
    {
        if (size > MaxObjectBytes)
        {
            PackageErrors.ThrowArchiveLimit("bytes in an object that is the difference to another", MaxObjectBytes);
        }
    }

    private static string NameOf(GitObjectKind kind) => kind switch
    {
        GitObjectKind.Commit => "commit",
        GitObjectKind.Tree => "tree",
        GitObjectKind.Tag => "tag",
        _ => "blob",
    };

    private struct Entry
    {
        public GitObjectKind Kind;
        public long Size;
        public long DeltaSize;
        public int Start;
        public int Data;
        public int Base;
        public int BaseStart;
        public int Depth;
        public string? BaseName;
        public string? Name;
    }
}
