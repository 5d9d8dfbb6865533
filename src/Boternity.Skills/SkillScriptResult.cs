using System.Text;
using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>What a run of a script gave and what it cost.</summary>
public sealed record SkillScriptResult
{
    /// <summary>Gets the exit code; 0 for success. Another one is a result, not an exception.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Gets what the script wrote to standard output.</summary>
    public required ReadOnlyMemory<byte> StandardOutput { get; init; }

    /// <summary>
    /// Gets what the script wrote to standard error: the last <see cref="SkillLimits.MaxOutputBytes"/> of it.
    /// </summary>
    public required ReadOnlyMemory<byte> StandardError { get; init; }

    /// <summary>Gets standard output as UTF-8; what is none becomes U+FFFD.</summary>
    public string OutputText => Encoding.UTF8.GetString(StandardOutput.Span);

    /// <summary>Gets standard error as UTF-8; what is none becomes U+FFFD.</summary>
    public string ErrorText => Encoding.UTF8.GetString(StandardError.Span);

    /// <summary>Gets the files in the work directory that the script created or changed, sorted by path.</summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillScriptFile> Files { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the fuel that was used: about one unit an executed WebAssembly instruction.</summary>
    public required long FuelConsumed { get; init; }

    /// <summary>Gets the name of the engine that ran the script. Fuel is comparable within an engine only.</summary>
    /// <value>Empty.</value>
    public string Engine { get; init; } = "";

    /// <summary>Gets the most bytes that the run took at once.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>Gets the wall-clock time of the run.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the run's name in logs and traces.</summary>
    public required string InvocationId { get; init; }

    /// <summary>
    /// Gets what the script logged, within the limits of <see cref="Capabilities.SkillHostOptions"/>.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillLogLine> Log { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets which capabilities the script used, on what and how often, denied uses among them.</summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillCapabilityUse> CapabilityUses { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Compares everything that the results hold, byte for byte.</summary>
    public bool Equals(SkillScriptResult? other) =>
        other is not null
        && (ExitCode, Engine, FuelConsumed, PeakMemoryBytes, Duration, InvocationId) == (other.ExitCode, other.Engine,
            other.FuelConsumed, other.PeakMemoryBytes, other.Duration, other.InvocationId)
        && StandardOutput.Span.SequenceEqual(other.StandardOutput.Span)
        && StandardError.Span.SequenceEqual(other.StandardError.Span)
        && Files.Equals(other.Files) && Log.Equals(other.Log) && CapabilityUses.Equals(other.CapabilityUses);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(ExitCode, FuelConsumed, PeakMemoryBytes, Duration, InvocationId, StandardOutput.Length);

    /// <summary>Gives how the run ended and what it cost, without what the script wrote.</summary>
    public override string ToString() =>
        $"{nameof(SkillScriptResult)} {{ {InvocationId}, exit code {ExitCode}, {StandardOutput.Length} bytes, "
            + $"{FuelConsumed} fuel, {Duration} }}";
}

/// <summary>A file that a script created or changed in its work directory.</summary>
public sealed record SkillScriptFile
{
    /// <summary>Gets the path below the work directory, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Gets a value indicating whether there was no such file before.</summary>
    public required bool IsNew { get; init; }

    /// <summary>
    /// Gets the content where the work directory was private, as far as all files together fit into
    /// <see cref="SkillLimits.MaxOutputBytes"/>; null where the host named the directory, and finds the file there.
    /// </summary>
    /// <value>Null.</value>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Compares paths, sizes and contents.</summary>
    public bool Equals(SkillScriptFile? other) =>
        other is not null && (Path, Size, IsNew) == (other.Path, other.Size, other.IsNew)
        && Content.HasValue == other.Content.HasValue
        && Content.GetValueOrDefault().Span.SequenceEqual(other.Content.GetValueOrDefault().Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Size, IsNew);

    /// <summary>Gives path and size, without the content.</summary>
    public override string ToString() => $"{nameof(SkillScriptFile)} {{ {Path}, {Size} bytes }}";
}
