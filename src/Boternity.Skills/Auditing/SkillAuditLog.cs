using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Auditing;

/// <summary>
/// The default audit: appends JSON lines to a file, each with its number and the hash of the line before, so that an
/// altered or missing line shows. Safe for concurrent use, by several processes too: each event takes its turn.
/// </summary>
/// <remarks>
/// Without <see cref="SkillAuditOptions.Key"/> whoever can write the log can write a whole new one: keep
/// <see cref="SkillAuditReport.Head"/> elsewhere from time to time, and verify against it.
/// </remarks>
internal sealed class SkillAuditLog : ISkillAudit, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SkillAuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SkillAuditLog> _logger;
    private AuditWriter? _writer;
    private bool _isDisposed;

    /// <summary>Creates a log. Its file is opened when the first event comes.</summary>
    public SkillAuditLog(IOptions<SkillAuditOptions> options, TimeProvider time, ILogger<SkillAuditLog> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>Opens a file to append to. Tests put failing disks here.</summary>
    internal Func<string, Stream> OpenFile { get; init; } =
        path => AuditFiles.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Reads a log and checks that every line follows from the one before.</summary>
    /// <param name="directory">The log's directory.</param>
    /// <param name="expectation">What else is known of the log; null for nothing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SkillAuditException">A file cannot be read.</exception>
    public static async Task<SkillAuditReport> VerifyAsync(
        string directory, SkillAuditExpectation? expectation = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        try
        {
            return await Task.Run(
                () =>
                    new AuditVerification(expectation ?? new SkillAuditExpectation()).Run(directory, cancellationToken),
                cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillAuditException(
                SkillErrorCodes.AuditUnavailable,
                directory,
                $"The audit log in '{directory}' cannot be read: {e.Message}.",
                e);
        }
    }

    /// <inheritdoc/>
    public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                Write(auditEvent);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            AuditLog.Failed(_logger, auditEvent.Action, auditEvent.Skill, _options.DirectoryPath, e);
            if (_options.OnFailure == SkillAuditFailureMode.FailClosed)
            {
                throw new SkillAuditException(
                    SkillErrorCodes.AuditUnavailable,
                    _options.DirectoryPath,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'{auditEvent.Action}' of '{auditEvent.Skill}' cannot be written to the audit log in "
                            + $"'{_options.DirectoryPath}': {e.Message}."),
                    e);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _writer?.Dispose();
            _writer = null;
        }
    }

    private void Write(SkillAuditEvent auditEvent)
    {
        try
        {
            _writer ??= new AuditWriter(_options, _time, OpenFile);
            _writer.Append(auditEvent, Recovered);
        }
        catch
        {
            // What is on the disk now is not known. The next event opens the log anew and finds its end.
            _writer?.Dispose();
            _writer = null;
            throw;
        }
    }

    private SkillAuditEvent Recovered(long bytesCut) => new()
    {
        Time = _time.GetUtcNow(),
        Action = SkillAuditAction.LogRecovered,
        Outcome = "success",
        Detail = string.Create(
            CultureInfo.InvariantCulture, $"{bytesCut} bytes of an event that was not written in full were cut off"),
    };
}
