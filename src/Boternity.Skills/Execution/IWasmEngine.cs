namespace Boternity.Skills.Execution;

/// <summary>The seam below the executor: loads WebAssembly and runs it under limits. Safe for concurrent use.</summary>
/// <remarks>
/// An engine lives in any assembly: it needs the public types of this library alone. It runs what it is given with what
/// <see cref="WasmRunRequest"/> holds, keeps to <see cref="SkillLimits"/>, and lets the exceptions of the host's
/// services through unchanged. docs/guide/writing-an-engine.md explains it step by step.
/// </remarks>
public interface IWasmEngine
{
    /// <summary>Gets the engine's name, for logs and errors.</summary>
    string Name { get; }

    /// <summary>
    /// Gets a text that is the same for two engines where a program that one of them loaded is as good as one that the
    /// other loaded. Loaded programs are kept under it: an engine with settings that change what it loads names
    /// them here.
    /// </summary>
    /// <value><see cref="Name"/>.</value>
    string Fingerprint => Name;

    /// <summary>Decodes and checks a binary once; the program can then run many times.</summary>
    /// <param name="binary">The binary.</param>
    /// <param name="options">What it may use; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="SkillLinkException">
    /// The binary is malformed, invalid, imports what the host does not offer, or uses a feature that it may not.
    /// </exception>
    ValueTask<IWasmProgram> LoadAsync(
        WasmBinary binary, WasmLoadOptions? options = null, CancellationToken cancellationToken = default);
}
