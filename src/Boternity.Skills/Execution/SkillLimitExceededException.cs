namespace Boternity.Skills.Execution;

/// <summary>An execution went over a limit and was stopped.</summary>
public sealed class SkillLimitExceededException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    public SkillLimitExceededException(
        SkillLimitKind kind,
        long limit,
        string message,
        IReadOnlyList<string>? backtrace = null,
        Exception? innerException = null)
        : base(SkillErrorCodes.ExecutionLimit, message, innerException)
    {
        Kind = kind;
        Limit = limit;
        Backtrace = backtrace ?? [];
    }

    /// <summary>Gets which limit.</summary>
    public SkillLimitKind Kind { get; }

    /// <summary>Gets its value: fuel, bytes or milliseconds.</summary>
    public long Limit { get; }

    /// <inheritdoc/>
    public override string ModelMessage => Kind switch
    {
        SkillLimitKind.Fuel => $"The skill was stopped: it computed for too long (limit: {Limit} units of fuel).",
        SkillLimitKind.Memory => $"The skill was stopped: it needs more memory than it may have ({Limit} bytes).",
        SkillLimitKind.Time => $"The skill was stopped: it did not end within {Limit} ms.",
        SkillLimitKind.Output => $"The skill's output is too large: more than {Limit} bytes. Ask for less.",
        SkillLimitKind.Input => $"The input is too large: more than {Limit} bytes. Give less.",
        _ => "The skill was stopped: the host has no memory left for it at present. Try again later.",
    };

    /// <summary>Gets the WebAssembly frames where it was stopped, innermost first.</summary>
    public IReadOnlyList<string> Backtrace { get; }
}

/// <summary>Which limit of <see cref="SkillLimits"/> ended an execution.</summary>
public enum SkillLimitKind
{
    /// <summary><see cref="SkillLimits.MaxFuel"/>.</summary>
    Fuel,

    /// <summary><see cref="SkillLimits.MaxMemoryBytes"/>.</summary>
    Memory,

    /// <summary><see cref="SkillLimits.Timeout"/>, in milliseconds.</summary>
    Time,

    /// <summary><see cref="SkillLimits.MaxOutputBytes"/>.</summary>
    Output,

    /// <summary><see cref="SkillLimits.MaxInputBytes"/>.</summary>
    Input,

    /// <summary>
    /// <see cref="BoternitySkillsOptions.MaxTotalGuestBytes"/>: all that run together need more than the host gives.
    /// </summary>
    TotalMemory,
}
