using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Scripts;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Execution;

/// <summary>
/// How a runtime is initialised: it sees its own files alone. Every other directory of the run is there, under the same
/// path, and empty. Runs with the same directories begin with the same state, so what needs none of a script's
/// directories has them all the same, empty.
/// </summary>
internal static class RuntimeInitialization
{
    /// <summary>What a script finds beside the runtime's own files, in the order that it finds it.</summary>
    private static readonly string[] UsualDirectories =
        [ScriptPaths.Skill, ScriptPaths.Temporary, ScriptPaths.Workspace];

    /// <summary>The initialisation for a run.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="directories">Every directory that is not the runtime's, in the run's order.</param>
    /// <param name="options">The host's limits.</param>
    /// <param name="time">The host's clock.</param>
    public static WasmInitialization Create(
        LoadedRuntime runtime, IReadOnlyList<string> directories, SkillHostOptions options, TimeProvider time) => new()
        {
            Key = string.Join('\n', [runtime.ContentSha256, .. directories]),
            System = new GuestSystem
            {
                Time = time,
                FileSystem = new ScriptFileSystem(
                    [
                        .. runtime.Mounts,
                        .. directories.Select(static path => KeyValuePair.Create(path, FixedTree.Empty)),
                    ],
                    new FileQuota(options),
                    static () => []),
            },
        };

    /// <summary>A run that writes to nothing: it begins with the state of scripts with no grants.</summary>
    /// <param name="request">The run.</param>
    /// <param name="runtime">The runtime.</param>
    /// <param name="skill">What the run finds as the skill's folder.</param>
    /// <param name="options">The host's limits.</param>
    /// <param name="time">The host's clock.</param>
    public static WasmRunRequest WithNothingToWrite(
        WasmRunRequest request,
        LoadedRuntime runtime,
        FixedTree skill,
        SkillHostOptions options,
        TimeProvider time) => request with
        {
            Host = null,
            System = request.System with
            {
                FileSystem = new ScriptFileSystem(
                    [
                        .. runtime.Mounts,
                        .. UsualDirectories.Select(
                            path => KeyValuePair.Create(path, path == ScriptPaths.Skill ? skill : FixedTree.Empty)),
                    ],
                    new FileQuota(options),
                    static () => []),
            },
            Initialization = Create(runtime, UsualDirectories, options, time),
        };
}
