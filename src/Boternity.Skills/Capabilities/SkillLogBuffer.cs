using System.Text;
using Boternity.Skills.Text;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Capabilities;

/// <summary>What a run logs, up to the host's limits, and passed on to the host's logger.</summary>
internal sealed class SkillLogBuffer(
    SkillContext context,
    SkillHostOptions options,
    SecretRedactor redactor,
    ILogger logger,
    Action<SkillLogLine>? onLog)
{
    private const int MaxLevelLength = 32;
    private readonly Lock _lock = new();
    private readonly List<SkillLogLine> _lines = [];
    private int _bytes;
    private int _dropped;

    public IReadOnlyList<SkillLogLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Lines that were dropped or cut.</summary>
    public int Dropped => Volatile.Read(ref _dropped);

    public void Add(string level, string message)
    {
        SkillLogLine line;
        lock (_lock)
        {
            int room = options.MaxLogBytes - _bytes;
            if (_lines.Count >= options.MaxLogLines || room <= 0)
            {
                CountDropped();
                return;
            }

            level = redactor.Redact(DisplayText.OneLine(level), MaxLevelLength);
            // A character is at least one byte: more characters than bytes never fit. What is cut once is cut to
            // bytes below.
            string masked = DisplayText.Lines(redactor.Redact(message, room + 1));
            string kept = CutToBytes(masked, Math.Max(0, room - Encoding.UTF8.GetByteCount(level)));
            if (kept.Length < masked.Length)
            {
                CountDropped();
            }

            line = new SkillLogLine { Level = level, Message = kept };
            _bytes += Encoding.UTF8.GetByteCount(level) + Encoding.UTF8.GetByteCount(kept) + 1;
            _lines.Add(line);
        }

        LogLevel logLevel = ToLogLevel(line.Level);
        if (logger.IsEnabled(logLevel))
        {
            string text = DisplayText.OneLine(line.Message);
            CapabilityLog.SkillLogged(logger, logLevel, context.SkillName, context.InvocationId, text);
        }

        onLog?.Invoke(line);
    }

    private void CountDropped() => _dropped = _dropped == int.MaxValue ? _dropped : _dropped + 1;

    private static LogLevel ToLogLevel(string level) => level.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" or "ERR" or "CRITICAL" or "FATAL" => LogLevel.Error,
        _ => LogLevel.Information,
    };

    private static string CutToBytes(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
