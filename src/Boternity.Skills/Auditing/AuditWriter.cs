using Boternity.Skills.Permissions;

namespace Boternity.Skills.Auditing;

/// <summary>
/// Appends to an audit log, taking turns with the writers of other processes. After any failure it is disposed of; a
/// new one finds the end of what was written in full.
/// </summary>
internal sealed class AuditWriter : IDisposable
{
    /// <summary>How long another process may take for one event.</summary>
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(30);

    private readonly string _directory;
    private readonly SkillAuditOptions _options;
    private readonly AuditHash _hash;
    private readonly TimeProvider _time;
    private readonly Func<string, Stream> _open;
    private Stream? _stream;
    private long _generation = -1;
    private long _length;
    private long _sequence;
    private string _previous = AuditHash.None;

    /// <summary>Creates a writer. Nothing is opened yet.</summary>
    public AuditWriter(SkillAuditOptions options, TimeProvider time, Func<string, Stream> open)
    {
        _directory = options.DirectoryPath;
        _options = options;
        _hash = new AuditHash(options.Key);
        _time = time;
        _open = open;
    }

    private string CurrentPath => Path.Combine(_directory, AuditFiles.CurrentName);

    /// <summary>Appends an event; before it, where an unfinished one had to be cut off, another that says so.</summary>
    /// <exception cref="IOException">The log cannot be opened, read or written, or another process has been writing for
    /// too long.</exception>
    /// <exception cref="InvalidDataException">Its last line is none: it was tampered with or is no audit
    /// log.</exception>
    public void Append(SkillAuditEvent auditEvent, Func<long, SkillAuditEvent> recovered)
    {
        OwnedDirectory.Create(_directory);
        ThrowIfOthersWrite();
        using AuditClaim claim = AuditClaim.Take(_directory, ClaimTimeout, _time);
        bool isAsLeft = _stream is not null && claim.Generation == _generation && _stream.Length == _length;
        claim.BeginAppend();
        _generation = claim.Generation;
        if (!isAsLeft)
        {
            long cut = GoToEnd();
            if (cut > 0)
            {
                Write(recovered(cut));
            }
        }

        Write(auditEvent);
    }

    public void Dispose() => _stream?.Dispose();

    private void Write(SkillAuditEvent auditEvent)
    {
        byte[] line = new AuditLine(_sequence + 1, _previous, auditEvent).ToBytes();
        if (_stream!.Length > 0 && _stream.Length + line.Length + 1 > _options.MaxFileBytes)
        {
            BeginFile();
        }

        byte[] withEnd = [.. line, (byte)'\n'];
        _stream.Write(withEnd);
        if (_options.FlushToDisk && _stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            _stream.Flush();
        }

        _sequence++;
        _previous = _hash.Of(line);
        _length = _stream.Length;
        if (_options.Key is { } key)
        {
            AuditSeal.Write(_directory, key, _sequence, _previous);
        }
    }

    private void ThrowIfOthersWrite()
    {
        if (OwnedDirectory.FindProblem(_directory) is { } problem)
        {
            throw new UnauthorizedAccessException($"The directory is not used: {problem}, and could change the log.");
        }
    }

    private void BeginFile()
    {
        _stream!.Dispose();
        long last = AuditFiles.ListFinished(_directory) is [.., var newest] ? newest.Number : 0;
        File.Move(CurrentPath, AuditFiles.FinishedPath(_directory, last + 1));
        _stream = _open(CurrentPath);
    }

    /// <returns>Bytes of an unfinished event that were cut off. It was never reported as written.</returns>
    private long GoToEnd()
    {
        _stream?.Dispose();
        _stream = _open(CurrentPath);
        (byte[]? last, long whole) = FindEnd(_stream);
        long cut = _stream.Length - whole;
        if (cut > 0)
        {
            _stream.SetLength(whole);
        }

        _stream.Seek(0, SeekOrigin.End);
        if (last is null && AuditFiles.ListFinished(_directory) is [.., var newest])
        {
            using Stream finished = AuditFiles.OpenRead(newest.Path);
            (last, _) = FindEnd(finished);
        }

        _sequence = 0;
        _previous = AuditHash.None;
        if (last is not null)
        {
            AuditLine line = AuditLine.TryRead(last)
                ?? throw new InvalidDataException(
                    "The last line of the audit log is none of its own. Verify the log, and move it away.");
            _sequence = line.Sequence;
            _previous = _hash.Of(last);
        }

        return cut;
    }

    /// <summary>The last whole line, and where it ends. Only as much as holds it is read.</summary>
    private static (byte[]? Line, long End) FindEnd(Stream stream)
    {
        const int FirstBlock = 64 * 1024;
        for (long size = FirstBlock; ; size *= 8)
        {
            long start = Math.Max(0, stream.Length - size);
            byte[] block = new byte[stream.Length - start];
            stream.Seek(start, SeekOrigin.Begin);
            stream.ReadExactly(block);
            int end = block.AsSpan().LastIndexOf((byte)'\n');
            int before = end < 0 ? -1 : block.AsSpan(0, end).LastIndexOf((byte)'\n');
            if (end >= 0 && (before >= 0 || start == 0))
            {
                return (block[(before + 1)..end], start + end + 1);
            }

            if (start == 0)
            {
                return (null, 0);
            }

            if (size > AuditFiles.MaxLineBytes)
            {
                throw new InvalidDataException(
                    $"The audit log has no end of a line in its last {size} bytes. Verify the log, and move it away.");
            }
        }
    }
}
