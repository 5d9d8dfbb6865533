using System.Globalization;

namespace Boternity.Skills.Auditing;

/// <summary>One walk through an audit log.</summary>
internal sealed class AuditVerification(SkillAuditExpectation expectation)
{
    private long _lines;
    private long _sequence;
    private string _head = AuditLine.NoHash;
    private bool _sawHead = expectation.Head is null || expectation.Head == AuditLine.NoHash;
    private (string File, int Line) _before = ("", 0);

    public SkillAuditReport Run(string directory, CancellationToken cancellationToken)
    {
        string current = Path.Combine(directory, AuditFiles.CurrentName);
        IEnumerable<string> files = AuditFiles.ListFinished(directory).Select(file => file.Path);
        foreach (string file in File.Exists(current) ? files.Append(current) : files)
        {
            if (ReadFile(file, cancellationToken) is { } broken)
            {
                return new SkillAuditReport(_lines, _head, broken);
            }
        }

        return new SkillAuditReport(_lines, _head, CheckEnds());
    }

    private AuditChainError? CheckEnds()
    {
        if (_lines == 0 && expectation.FirstSequence > 1)
        {
            return new(AuditChainErrorKind.BeginningMissing, "", 0, "The log is empty, and should not be.");
        }

        return _sawHead
            ? null
            : new(AuditChainErrorKind.EndMissing, _before.File, _before.Line, $"The line with the hash {expectation.Head} is gone; lines are missing at the end.");
    }

    private AuditChainError? ReadFile(string path, CancellationToken cancellationToken)
    {
        string file = Path.GetFileName(path);
        int number = 0;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        foreach ((byte[] bytes, bool isWhole) in AuditFiles.ReadLines(stream))
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            if (!isWhole)
            {
                return new(AuditChainErrorKind.Truncated, file, number, "The last line has no end.");
            }

            if (AuditLine.TryRead(bytes) is not { } line)
            {
                return new(AuditChainErrorKind.Unreadable, file, number, "This is not a line of an audit log.");
            }

            if (Check(line, file, number) is { } broken)
            {
                return broken;
            }

            _lines++;
            _sequence = line.Sequence;
            _head = AuditLine.HashOf(bytes);
            _sawHead |= _head == expectation.Head;
            _before = (file, number);
        }

        return null;
    }

    private AuditChainError? Check(AuditLine line, string file, int number)
    {
        if (_lines == 0)
        {
            return line.Sequence != expectation.FirstSequence
                ? new(AuditChainErrorKind.BeginningMissing, file, number, Text($"The log begins with line {line.Sequence}, not {expectation.FirstSequence}."))
                : line.Sequence == 1 && line.Previous != AuditLine.NoHash
                    ? new(AuditChainErrorKind.Altered, file, number, "The first line says that there was one before it.")
                    : null;
        }

        if (line.Sequence != _sequence + 1)
        {
            return new(AuditChainErrorKind.Sequence, file, number, Text($"Line {line.Sequence} of the log follows line {_sequence}."));
        }

        // It is the line before that has another hash than the one it was written with.
        return line.Previous == _head
            ? null
            : new(AuditChainErrorKind.Altered, _before.File, _before.Line, Text($"Line {_sequence} of the log is not the one that line {line.Sequence} was written after."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
