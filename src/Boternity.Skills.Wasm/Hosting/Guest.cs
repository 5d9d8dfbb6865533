using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// A running guest as the functions of the host see it, whatever engine runs it: what it can reach, what it has used,
/// and the state that the functions keep for it. One serves one run, on the guest's thread.
/// </summary>
internal abstract class Guest
{
    private object?[] _states = [];

    /// <param name="options">What the guest can reach.</param>
    protected Guest(GuestOptions options)
    {
        Options = options;
        System = options.System;
        Clock = new GuestClock(options.System.Time, options.ClockResolution);
        Memory = new HostMemory(this);
        options.Output.ChargeTo(Memory);
        options.ErrorOutput.ChargeTo(Memory);
    }

    public GuestOptions Options { get; }

    /// <summary>What the guest can reach of its system.</summary>
    public GuestSystem System { get; }

    /// <summary>The clocks as the guest sees them.</summary>
    public GuestClock Clock { get; }

    /// <summary>The host's memory that the guest's resources hold.</summary>
    public HostMemory Memory { get; }

    /// <summary>Is cancelled when the run is over, or its caller gave up.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>The environment, asked for when the guest first looks.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment =>
        field ??= System.Environment?.ListVariables() ?? [];

    /// <summary>The preopened directories, asked for when the guest first looks. They stay the host's.</summary>
    public IReadOnlyList<PreopenedDirectory> Directories => field ??= System.FileSystem?.OpenDirectories() ?? [];

    /// <summary>The fuel that is left, apart from a slice that the running code holds.</summary>
    public abstract long FuelLeft { get; }

    /// <summary>The bytes that the run may still take of its memory limit.</summary>
    public abstract long MemoryBytesLeft { get; }

    /// <summary>Uses fuel on behalf of the guest.</summary>
    /// <exception cref="WasmTrapException">There is not that much left.</exception>
    public abstract void ConsumeFuel(long units);

    /// <summary>Stops the guest if its time is over or its run was cancelled.</summary>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public abstract void CheckInterrupt();

    /// <summary>Charges the copying of bytes: a sixteenth of a unit of fuel each, as bulk instructions cost.</summary>
    /// <exception cref="WasmTrapException">There is no fuel left.</exception>
    public void ConsumeFuelForBytes(long bytes) => ConsumeFuel(bytes / 16);

    /// <summary>
    /// Takes bytes from the run's memory limit, or answers false. Called by <see cref="HostMemory"/>, on the guest's
    /// thread.
    /// </summary>
    public abstract bool TryReserve(long bytes);

    /// <summary>
    /// Gives bytes back to the run's memory limit. Called by <see cref="HostMemory"/>, on the guest's thread.
    /// </summary>
    public abstract void Unreserve(long bytes);

    /// <summary>The state of a place; see <see cref="GuestState{T}"/>.</summary>
    internal ref object? StateAt(int place)
    {
        if (place >= _states.Length)
        {
            Array.Resize(ref _states, place + 8);
        }

        return ref _states[place];
    }

    /// <summary>The state of a place, where there is one already.</summary>
    internal object? FindStateAt(int place) => place < _states.Length ? _states[place] : null;
}
