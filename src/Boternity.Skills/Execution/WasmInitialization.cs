using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Execution;

/// <summary>
/// How a script runtime's module is initialised. An engine may keep the state after that and begin later runs with a
/// copy of it, so nothing of any run is in it: the system has the runtime's own files alone.
/// </summary>
public sealed record WasmInitialization
{
    /// <summary>
    /// Gets what tells the state after the initialisation from others of the same module: two with the same key are
    /// the same.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>
    /// Gets what the module sees while it is initialised. The preopened directories have the names and the order of
    /// the run's, and those that are not the runtime's are empty.
    /// </summary>
    public required GuestSystem System { get; init; }

    /// <summary>Gets where the state may be kept for later processes; null where it is not.</summary>
    public IWasmStateStore? States { get; init; }

    /// <summary>Gets what the initialisation may use; it is not charged to a run.</summary>
    public SkillLimits Limits { get; init; } = new()
    {
        MaxFuel = 20_000_000_000,
        MaxMemoryBytes = 512L << 20,
        Timeout = TimeSpan.FromMinutes(1),
    };
}
