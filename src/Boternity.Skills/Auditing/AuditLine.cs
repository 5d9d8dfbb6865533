using System.Text.Json;

namespace Boternity.Skills.Auditing;

/// <summary>One line of the audit log: an event, its number, and the hash of the line before.</summary>
/// <param name="Sequence">The number of the line in the whole log, from 1.</param>
/// <param name="Previous">The hash of the line before (<see cref="AuditHash"/>); zeros for the first.</param>
/// <param name="Event">The event.</param>
internal sealed record AuditLine(long Sequence, string Previous, SkillAuditEvent Event)
{
    /// <summary>A line without its line end; null when it is none.</summary>
    public static AuditLine? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditJsonContext.Default.AuditLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJsonContext.Default.AuditLine);
}
