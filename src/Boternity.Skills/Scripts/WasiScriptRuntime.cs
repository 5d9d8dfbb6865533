using Boternity.Skills.Collections;

namespace Boternity.Skills.Scripts;

/// <summary>
/// A script runtime of the host's own, as data: any interpreter for WASI preview 1, a module and a directory. A module
/// that exports <c>init</c> and <c>run</c> is initialised once; one with <c>_start</c> starts anew for each script.
/// </summary>
public sealed class WasiScriptRuntime : IScriptRuntime
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required string Version { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyDictionary<string, string> Languages { get; init; }

    /// <summary>Gets the module's bytes.</summary>
    public required ReadOnlyMemory<byte> Module { get; init; }

    /// <inheritdoc/>
    /// <value>None.</value>
    public IReadOnlyList<ScriptMount> Mounts { get; init => field = ValueList.Of(value); } = [];

    /// <inheritdoc/>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets the arguments that stand before the script's path, after the program's name: options of the interpreter.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Options { get; init => field = ValueList.Of(value); } = [];

    /// <inheritdoc/>
    public ValueTask<WasmBinary> ReadModuleAsync(CancellationToken cancellationToken = default) =>
        new(new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = Module });

    /// <inheritdoc/>
    public IReadOnlyList<string> GetArguments(string path, IReadOnlyList<string> arguments) =>
        [Name, .. Options, path, .. arguments];

    /// <inheritdoc/>
    public IReadOnlyList<string>? GetAnalysisArguments(IReadOnlyList<string> paths) => null;
}
