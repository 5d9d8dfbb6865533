using Boternity.Skills.Compilation;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python;

/// <summary>
/// Tool skills in Python: a skill that brings <c>skill.py</c>, a module with a function <c>execute</c>, gets a
/// component of it at install. Safe for concurrent use.
/// </summary>
public sealed class PythonSkillLanguage : ISkillSourceLanguage
{
    private const string TemplateFile = "skill-template.wasm";

    /// <summary>
    /// Gets a value indicating whether this build has the component in it that sources are put into.
    /// </summary>
    public static bool IsIncluded =>
        typeof(PythonSkillLanguage).Assembly.GetManifestResourceInfo(TemplateFile) is not null;

    /// <inheritdoc/>
    /// <value><c>skill.py</c>.</value>
    public string FileName => "skill.py";

    /// <inheritdoc/>
    /// <exception cref="ScriptRuntimeException">This build has no component in it.</exception>
    public ValueTask<WasmBinary> ReadTemplateAsync(CancellationToken cancellationToken = default) =>
        new(new WasmBinary
        {
            Kind = WasmBinaryKind.Component,
            Bytes = PythonRuntime.ReadResource(TemplateFile),
        });

    /// <inheritdoc/>
    /// <returns>The standard library.</returns>
    /// <exception cref="ScriptRuntimeException">This build has no library in it.</exception>
    public ValueTask<ReadOnlyMemory<byte>?> ReadLibraryAsync(CancellationToken cancellationToken = default) =>
        new(PythonRuntime.ReadResource(PythonRuntime.LibraryFile));
}
