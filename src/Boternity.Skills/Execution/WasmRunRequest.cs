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
    /// Gets what answers <c>boternity:script/host</c> to a script runtime's module; null where nothing does.
    /// </summary>
    /// <value>Null.</value>
    public IScriptHost? ScriptHost { get; init; }

    /// <summary>
    /// Gets how a script runtime's module is initialised; null where it is initialised with what the run sees.
    /// </summary>
    /// <value>Null.</value>
    public WasmInitialization? Initialization { get; init; }

    /// <summary>Gets how many bytes of standard error the result has at most: the last ones.</summary>
    /// <value>16 KiB.</value>
    public int MaxErrorBytes { get; init; } = 16 * 1024;

    /// <summary>Gets what is told of output as it is written, on the guest's thread; null for nothing.</summary>
    /// <value>Null.</value>
    public GuestOutputHandler? OnOutput { get; init; }

    /// <summary>
    /// Gets the memory that all runs share, from which the engine takes before it allocates; null for no such limit.
    /// </summary>
    /// <value>Null.</value>
    public GuestMemoryBudget? SharedMemory { get; init; }

    /// <summary>Gets the step of the clocks that the program sees.</summary>
    /// <value>100 microseconds.</value>
    public TimeSpan ClockResolution { get; init; } = TimeSpan.FromMicroseconds(100);
}
