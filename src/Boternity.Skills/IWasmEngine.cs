namespace Boternity.Skills;

/// <summary>The seam below the executor: loads WebAssembly and runs it under limits. Safe for concurrent use.</summary>
public interface IWasmEngine
{
    /// <summary>The engine's name, for logs and errors.</summary>
    string Name { get; }

    /// <summary>Decodes and checks a binary once; the program can then run many times.</summary>
    /// <exception cref="SkillLinkException">The binary is malformed, invalid, or uses a feature that the engine lacks.</exception>
    ValueTask<IWasmProgram> LoadAsync(WasmBinary binary, CancellationToken cancellationToken = default);
}
