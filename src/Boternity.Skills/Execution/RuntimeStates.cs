using System.Security.Cryptography;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Execution;

/// <summary>
/// The states of initialised script runtimes, and what runtimes had made before scripts ran, on disk for later
/// processes. Nothing of any run of a script is in one.
/// </summary>
internal sealed class RuntimeStates(
    string cachePath, TimeSpan lifetime, TimeProvider time, ILogger<RuntimeStates> logger)
{
    private const int MaxStates = 12;
    private const int MaxPreparations = 8;

    private readonly RuntimeFiles _states = new(cachePath, ".state", MaxStates, lifetime, time, logger);
    private readonly RuntimeFiles _preparations = new(cachePath, ".prepared", MaxPreparations, null, time, logger);

    private bool IsOn => lifetime > TimeSpan.Zero;

    /// <summary>The place of a state; null where none are kept. It costs nothing until it is used.</summary>
    /// <param name="engine">The engine's name and settings.</param>
    /// <param name="runtime">The runtime.</param>
    /// <param name="key">What the initialisation depends on besides.</param>
    public IWasmStateStore? Of(string engine, LoadedRuntime runtime, string key) =>
        IsOn ? new Place(_states, () => _states.PathOf(runtime, engine, key)) : null;

    /// <summary>
    /// The place of what a preparation makes, which depends on the runtime and the preparation alone: it has no age.
    /// Null where nothing is kept.
    /// </summary>
    /// <param name="runtime">The runtime, without what is made.</param>
    /// <param name="preparation">The preparation.</param>
    public IWasmStateStore? Of(LoadedRuntime runtime, ScriptPreparation preparation) => IsOn
        ? new Place(
            _preparations,
            () => _preparations.PathOf(
                runtime,
                [
                    preparation.GuestPath,
                    Convert.ToHexStringLower(SHA256.HashData(preparation.StandardInput.Span)),
                    .. preparation.Arguments,
                ]))
        : null;

    private sealed class Place(RuntimeFiles files, Func<string> path) : IWasmStateStore
    {
        public ReadOnlyMemory<byte>? Find() => files.Find(path());

        public void Save(Action<Stream> write) => files.Save(path(), write);
    }
}
