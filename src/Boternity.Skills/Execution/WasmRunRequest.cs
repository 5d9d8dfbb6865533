using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Execution;

/// <summary>
/// One run of a program, as the executor asks an engine for it. It holds everything that the program can reach; the
/// host's policy stands behind each part of it, so that an engine has nothing to decide.
/// </summary>
public sealed record WasmRunRequest
{
    /// <summary>Gets which skill runs, as which invocation, on whose behalf.</summary>
    public required SkillContext Context { get; init; }

    /// <summary>Gets what the run may use.</summary>
    public required SkillLimits Limits { get; init; }

    /// <summary>
    /// Gets arguments, standard input, environment, preopened directories, HTTP, clocks and random bytes. A component
    /// of the world <c>skill-plugin</c> gets the text of standard input (UTF-8) as the argument of <c>execute</c>, and
    /// no standard input.
    /// </summary>
    /// <value>Nothing but clocks and random bytes.</value>
    public GuestSystem System { get; init; } = new();

    /// <summary>Gets the functions of <c>boternity:skill/host</c>; null for a host that offers none.</summary>
    /// <value>Null.</value>
    public ISkillHost? Host { get; init; }

    /// <summary>
    /// Gets the memory that all runs share, from which the engine takes before it allocates; null for no such limit.
    /// </summary>
    /// <value>Null.</value>
    public GuestMemoryBudget? SharedMemory { get; init; }

    /// <summary>Gets the step of the clocks that the program sees.</summary>
    /// <value>100 microseconds.</value>
    public TimeSpan ClockResolution { get; init; } = TimeSpan.FromMicroseconds(100);
}
