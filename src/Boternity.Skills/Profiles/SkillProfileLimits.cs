namespace Boternity.Skills.Profiles;

/// <summary>What an execution may use at most; what is null is left as it is.</summary>
public sealed record SkillProfileLimits
{
    /// <summary>Gets the most fuel (<see cref="SkillLimits.MaxFuel"/>).</summary>
    public long? MaxFuel { get; init; }

    /// <summary>Gets the most bytes of memories and tables (<see cref="SkillLimits.MaxMemoryBytes"/>).</summary>
    public long? MaxMemoryBytes { get; init; }

    /// <summary>Gets the most wall-clock time (<see cref="SkillLimits.Timeout"/>).</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets the most bytes of input (<see cref="SkillLimits.MaxInputBytes"/>).</summary>
    public long? MaxInputBytes { get; init; }

    /// <summary>Gets the most bytes of output (<see cref="SkillLimits.MaxOutputBytes"/>).</summary>
    public long? MaxOutputBytes { get; init; }

    /// <summary>Gets whether vector instructions may be used (<see cref="SkillLimits.AllowSimd"/>).</summary>
    public bool? AllowSimd { get; init; }

    /// <summary>What these and others allow, where both say something.</summary>
    internal SkillProfileLimits And(SkillProfileLimits? other) => other is null ? this : new SkillProfileLimits
    {
        MaxFuel = Least(MaxFuel, other.MaxFuel),
        MaxMemoryBytes = Least(MaxMemoryBytes, other.MaxMemoryBytes),
        Timeout = Least(Timeout, other.Timeout),
        MaxInputBytes = Least(MaxInputBytes, other.MaxInputBytes),
        MaxOutputBytes = Least(MaxOutputBytes, other.MaxOutputBytes),
        AllowSimd = AllowSimd == false || other.AllowSimd == false ? false : AllowSimd ?? other.AllowSimd,
    };

    /// <summary>Limits with these in the place of what they say.</summary>
    internal SkillLimits Replace(SkillLimits limits) => limits with
    {
        MaxFuel = MaxFuel ?? limits.MaxFuel,
        MaxMemoryBytes = MaxMemoryBytes ?? limits.MaxMemoryBytes,
        Timeout = Timeout ?? limits.Timeout,
        MaxInputBytes = MaxInputBytes ?? limits.MaxInputBytes,
        MaxOutputBytes = MaxOutputBytes ?? limits.MaxOutputBytes,
        AllowSimd = AllowSimd ?? limits.AllowSimd,
    };

    /// <summary>Limits that allow what both allow.</summary>
    internal SkillLimits Narrow(SkillLimits limits)
    {
        SkillLimits own = Replace(limits);
        return limits with
        {
            MaxFuel = Math.Min(own.MaxFuel, limits.MaxFuel),
            MaxMemoryBytes = Math.Min(own.MaxMemoryBytes, limits.MaxMemoryBytes),
            Timeout = own.Timeout < limits.Timeout ? own.Timeout : limits.Timeout,
            MaxInputBytes = Math.Min(own.MaxInputBytes, limits.MaxInputBytes),
            MaxOutputBytes = Math.Min(own.MaxOutputBytes, limits.MaxOutputBytes),
            AllowSimd = own.AllowSimd && limits.AllowSimd,
        };
    }

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is { } a && other is { } b ? (a.CompareTo(b) <= 0 ? a : b) : one ?? other;
}
