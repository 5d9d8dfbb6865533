namespace Boternity.Skills.Execution;

/// <summary>The seam below the executor: loads WebAssembly and runs it under limits. Safe for concurrent use.</summary>
public interface IWasmEngine
{
    /// <summary>The engine's name, for logs and errors.</summary>
    string Name { get; }

    /// <summary>Decodes and checks a binary once; the program can then run many times.</summary>
    /// <param name="binary">The binary.</param>
    /// <param name="options">What it may use; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="SkillLinkException">The binary is malformed, invalid, imports what the host does not offer, or uses a feature that it may not.</exception>
    ValueTask<IWasmProgram> LoadAsync(WasmBinary binary, WasmLoadOptions? options = null, CancellationToken cancellationToken = default);
}
