namespace Boternity.Skills;

/// <summary>Turns a package into the bytes of its <c>skill.wasm</c>. Bytes in, bytes out: it touches no disk.</summary>
public interface IWasmCompiler
{
    /// <summary>The program of a tool skill; null for a prompt skill, which has none.</summary>
    /// <exception cref="Compilation.SkillCompilationException">The package brings a <c>skill.wasm</c> that is not
    /// WebAssembly.</exception>
    ValueTask<WasmBinary?> CompileAsync(SkillPackage package, CancellationToken cancellationToken = default);
}
