namespace Boternity.Skills.Scripts;

/// <summary>
/// An interpreter that runs scripts in the sandbox: a WebAssembly module for WASI preview 1, or a component for WASI
/// 0.2, and the files that it needs. Safe for concurrent use. docs/guide/writing-a-script-runtime.md explains what the
/// module has to do.
/// </summary>
public interface IScriptRuntime
{
    /// <summary>Gets the name: lower-case letters, digits and hyphens, such as <c>python</c>.</summary>
    string Name { get; }

    /// <summary>Gets the version of the interpreter, such as <c>3.13.5</c>.</summary>
    string Version { get; }

    /// <summary>
    /// Gets the extensions of the files that it runs, with the dot and in lower case, and the language of each.
    /// </summary>
    IReadOnlyDictionary<string, string> Languages { get; }

    /// <summary>Gets the directories that it needs, beside those that every script has.</summary>
    IReadOnlyList<ScriptMount> Mounts { get; }

    /// <summary>Gets environment variables for it, beside those that every script has.</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Gets the packages that it lets scripts import, which lock files record.</summary>
    /// <value>None.</value>
    /// <exception cref="ScriptRuntimeException">A package cannot be used.</exception>
    IReadOnlyList<ScriptPackage> Packages => [];

    /// <summary>
    /// Gets a file that is made in the sandbox when the runtime is first used in a process; null where there is none.
    /// </summary>
    /// <value>Null.</value>
    ScriptPreparation? Preparation => null;

    /// <summary>Reads the module. It is asked once, and the module kept as long as programs are.</summary>
    /// <exception cref="ScriptRuntimeException">The module is not there.</exception>
    ValueTask<WasmBinary> ReadModuleAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives the program's arguments, its name first, for a script.</summary>
    /// <param name="path">The script as the guest sees it, such as <c>/skill/scripts/convert.py</c>.</param>
    /// <param name="arguments">The script's arguments, without its name.</param>
    IReadOnlyList<string> GetArguments(string path, IReadOnlyList<string> arguments);

    /// <summary>
    /// Gives the program's arguments for an analysis of scripts: it prints, as JSON, an array with an object for each
    /// script. Null where the runtime has no analysis.
    /// </summary>
    /// <param name="paths">The scripts as the guest sees them.</param>
    IReadOnlyList<string>? GetAnalysisArguments(IReadOnlyList<string> paths);
}
