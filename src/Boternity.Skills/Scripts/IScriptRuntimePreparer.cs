namespace Boternity.Skills.Scripts;

/// <summary>Makes what a script runtime has made before it runs scripts.</summary>
internal interface IScriptRuntimePreparer
{
    /// <summary>Runs a preparation in the sandbox, and gives what it printed.</summary>
    /// <param name="runtime">The runtime, without the file.</param>
    /// <param name="preparation">What to run.</param>
    /// <exception cref="ScriptRuntimeException">The run failed.</exception>
    Task<ReadOnlyMemory<byte>> RunAsync(LoadedRuntime runtime, ScriptPreparation preparation);
}
