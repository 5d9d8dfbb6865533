using Boternity.Skills.Collections;

namespace Boternity.Skills.Scripts;

/// <summary>
/// A file that a script runtime has made in the sandbox before it runs scripts, such as compiled packages: what a run
/// with nothing granted prints.
/// </summary>
public sealed record ScriptPreparation
{
    /// <summary>Gets the program's arguments, its name first.</summary>
    public required IReadOnlyList<string> Arguments { get; init => field = ValueList.Of(value); }

    /// <summary>Gets what the run reads.</summary>
    public required ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>
    /// Gets the absolute path, below one of the runtime's mounts, of the file that holds what the run prints.
    /// </summary>
    public required string GuestPath { get; init; }

    /// <summary>Gets what the run may use. It is charged to no script.</summary>
    /// <value>5 minutes, 1 GiB, and fuel for that time; it prints at most 512 MiB.</value>
    public SkillLimits Limits { get; init; } = new()
    {
        MaxFuel = 2_000_000_000_000,
        MaxMemoryBytes = 1L << 30,
        Timeout = TimeSpan.FromMinutes(5),
        MaxInputBytes = 512L << 20,
        MaxOutputBytes = 512L << 20,
    };

    /// <summary>Compares everything, the input byte for byte.</summary>
    public bool Equals(ScriptPreparation? other) =>
        other is not null && (GuestPath, Limits) == (other.GuestPath, other.Limits)
        && Equals(Arguments, other.Arguments) && StandardInput.Span.SequenceEqual(other.StandardInput.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(GuestPath, Arguments, StandardInput.Length);

    /// <summary>Gives the path, without the input.</summary>
    public override string ToString() => $"{nameof(ScriptPreparation)} {{ {GuestPath} }}";
}
