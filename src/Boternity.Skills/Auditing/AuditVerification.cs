using System.Globalization;

namespace Boternity.Skills.Auditing;

/// <summary>One walk through an audit log.</summary>
internal sealed class AuditVerification(SkillAuditExpectation expectation)
{
    private int _lines;
    private long _sequence;
    private readonly byte[]? _key = expectation.Key is { } key ? [.. key] : null;
    private readonly AuditHash _hash = new(expectation.Key is { } bytes ? [.. bytes] : null);
    private readonly Dictionary<string, (long Sequence, SkillAuditEvent Event)> _running = new(StringComparer.Ordinal);
    private string _head = AuditHash.None;
    private bool _sawHead = expectation.Head is null || expectation.Head == AuditHash.None;
    private AuditSeal? _seal;
    private bool _sawSeal;
    private (string File, int Line) _before = ("", 0);

    public SkillAuditReport Run(string directory, CancellationToken cancellationToken)
    {
        using AuditSnapshot snapshot = AuditSnapshot.Take(directory, _key);
        _seal = snapshot.Seal;
        foreach ((_, string path) in snapshot.Finished)
        {
            using FileStream finished = AuditFiles.OpenRead(path);
            if (ReadFile(Path.GetFileName(path), finished, finished.Length, cancellationToken) is { } broken)
            {
                return Report(broken);
            }
        }

        return Report(
            snapshot.Current is null
                ? CheckEnds()
                : ReadFile(AuditFiles.CurrentName, snapshot.Current, snapshot.Length, cancellationToken)
                    ?? CheckEnds());
    }

    private SkillAuditReport Report(AuditChainError? error) => new()
    {
        Lines = _lines,
        Head = _head,
        Error = error,
        UnfinishedExecutions =
        [
            .. _running.Values.OrderBy(started => started.Sequence).Select(started => started.Event),
        ],
    };

    private AuditChainError? CheckEnds()
    {
        if (_hash.HasKey && !_sawSeal && (_lines > 0 || _seal is not null))
        {
            return new AuditChainError
            {
                Kind = AuditChainErrorKind.EndMissing,
                File = _before.File,
                Line = _before.Line,
                Message = _seal is null
                    ? "The seal of the log is missing, or was not made with this key."
                    : Text($"The log was sealed at line {_seal.Sequence}; lines are missing at the end."),
            };
        }

        if (_lines == 0 && expectation.FirstSequence > 1)
        {
            return new AuditChainError
            {
                Kind = AuditChainErrorKind.BeginningMissing,
                File = "",
                Line = 0,
                Message = "The log is empty, and should not be.",
            };
        }

        return _sawHead
            ? null
            : new AuditChainError
            {
                Kind = AuditChainErrorKind.EndMissing,
                File = _before.File,
                Line = _before.Line,
                Message = $"The line with the hash {expectation.Head} is gone; lines are missing at the end.",
            };
    }

    private AuditChainError? ReadFile(string file, Stream stream, long length, CancellationToken cancellationToken)
    {
        int number = 0;
        foreach ((byte[] bytes, bool isWhole) in AuditFiles.ReadLines(stream, length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            if (!isWhole)
            {
                return new AuditChainError
                {
                    Kind = AuditChainErrorKind.Truncated,
                    File = file,
                    Line = number,
                    Message = "The last line has no end.",
                };
            }

            if (AuditLine.TryRead(bytes) is not { } line)
            {
                return new AuditChainError
                {
                    Kind = AuditChainErrorKind.Unreadable,
                    File = file,
                    Line = number,
                    Message = "This is not a line of an audit log.",
                };
            }

            if (Check(line, file, number) is { } broken)
            {
                return broken;
            }

            _lines++;
            _sequence = line.Sequence;
            _head = _hash.Of(bytes);
            _sawSeal |= _seal?.Sequence == _sequence && _seal.Head == _head;
            Follow(line.Event);
            _sawHead |= _head == expectation.Head;
            _before = (file, number);
        }

        return null;
    }

    private void Follow(SkillAuditEvent auditEvent)
    {
        if (auditEvent.InvocationId is not { } invocation)
        {
            return;
        }

        if (auditEvent.Action == SkillAuditAction.Executing)
        {
            _running[invocation] = (_sequence, auditEvent);
        }
        else if (auditEvent.Action == SkillAuditAction.Executed)
        {
            _running.Remove(invocation);
        }
    }

    private AuditChainError? Check(AuditLine line, string file, int number)
    {
        if (_lines == 0)
        {
            return line.Sequence != expectation.FirstSequence
                ? new AuditChainError
                {
                    Kind = AuditChainErrorKind.BeginningMissing,
                    File = file,
                    Line = number,
                    Message = Text($"The log begins with line {line.Sequence}, not {expectation.FirstSequence}."),
                }
                : line.Sequence == 1 && line.Previous != AuditHash.None
                    ? new AuditChainError
                    {
                        Kind = AuditChainErrorKind.Altered,
                        File = file,
                        Line = number,
                        Message = "The first line says that there was one before it.",
                    }
                    : null;
        }

        if (line.Sequence != _sequence + 1)
        {
            return new AuditChainError
            {
                Kind = AuditChainErrorKind.Sequence,
                File = file,
                Line = number,
                Message = Text($"Line {line.Sequence} of the log follows line {_sequence}."),
            };
        }

        // It is the line before that has another hash than the one it was written with.
        return line.Previous == _head
            ? null
            : new AuditChainError
            {
                Kind = AuditChainErrorKind.Altered,
                File = _before.File,
                Line = _before.Line,
                Message = Text(
                    $"Line {_sequence} of the log is not the one that line {line.Sequence} was written after."),
            };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
