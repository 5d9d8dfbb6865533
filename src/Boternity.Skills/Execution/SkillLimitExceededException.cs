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
