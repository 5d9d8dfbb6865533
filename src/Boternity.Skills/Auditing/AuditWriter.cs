namespace Boternity.Skills.Auditing;

/// <summary>Appends to an audit log. After any failure it is disposed of; a new one finds the end of what was written in full.</summary>
internal sealed class AuditWriter : IDisposable
{
    private readonly string _directory;
    private readonly SkillAuditOptions _options;
    private readonly Func<string, Stream> _open;
    private readonly FileStream _claim;
    private Stream _stream;
    private long _sequence;
    private string _previous = AuditLine.NoHash;

    private AuditWriter(SkillAuditOptions options, Func<string, Stream> open)
    {
        _directory = options.DirectoryPath;
        _options = options;
        _open = open;
        Directory.CreateDirectory(_directory);

        // A file of its own, because sharing modes on the log itself would keep readers out on some platforms, or writers in on others.
        _claim = new FileStream(Path.Combine(_directory, AuditFiles.ClaimName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            _stream = open(CurrentPath);
        }
        catch
        {
            _claim.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of an unfinished event that opening cut off.</summary>
    public long BytesCut { get; private set; }

    private string CurrentPath => Path.Combine(_directory, AuditFiles.CurrentName);

    /// <summary>Opens the log and goes to its end. No other process can write it until the writer is disposed of.</summary>
    /// <exception cref="IOException">It cannot be opened or read, or another process has it.</exception>
    /// <exception cref="InvalidDataException">Its last line is none: it was tampered with or is no audit log.</exception>
    public static AuditWriter Open(SkillAuditOptions options, Func<string, Stream> open)
    {
        var writer = new AuditWriter(options, open);
        try
        {
            writer.GoToEnd();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    public void Append(SkillAuditEvent auditEvent)
    {
        byte[] line = new AuditLine(_sequence + 1, _previous, auditEvent).ToBytes();
        if (_stream.Length > 0 && _stream.Length + line.Length + 1 > _options.MaxFileBytes)
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
        _previous = AuditLine.HashOf(line);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _claim.Dispose();
    }

    private void BeginFile()
    {
        _stream.Dispose();
        long last = AuditFiles.ListFinished(_directory) is [.., var newest] ? newest.Number : 0;
        File.Move(CurrentPath, AuditFiles.FinishedPath(_directory, last + 1));
        _stream = _open(CurrentPath);
    }

    private void GoToEnd()
    {
        (byte[]? last, long whole) = FindEnd(_stream);
        BytesCut = _stream.Length - whole;
        if (BytesCut > 0)
        {
            // It was never reported as written.
            _stream.SetLength(whole);
        }

        _stream.Seek(0, SeekOrigin.End);
        if (last is null && AuditFiles.ListFinished(_directory) is [.., var newest])
        {
            using Stream finished = File.OpenRead(newest.Path);
            (last, _) = FindEnd(finished);
        }

        if (last is not null)
        {
            AuditLine line = AuditLine.TryRead(last)
                ?? throw new InvalidDataException("The last line of the audit log is none of its own. Verify the log, and move it away.");
            _sequence = line.Sequence;
            _previous = AuditLine.HashOf(last);
        }
    }

    /// <summary>The last whole line, and where it ends.</summary>
    private static (byte[]? Line, long End) FindEnd(Stream stream)
    {
        stream.Seek(0, SeekOrigin.Begin);
        byte[]? last = null;
        long end = 0;
        foreach ((byte[] line, bool isWhole) in AuditFiles.ReadLines(stream))
        {
            if (isWhole)
            {
                last = line;
                end += line.Length + 1;
            }
        }

        return (last, end);
    }
}
